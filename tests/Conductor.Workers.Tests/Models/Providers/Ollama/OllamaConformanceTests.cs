using System.Collections.Immutable;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Ollama;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Ollama;

public sealed class OllamaConformanceTests(FakeProviders fake) : ProviderConformance(fake)
{
    protected override string Folder => "ollama";

    protected override IModelProvider Provider { get; } = new OllamaProvider((_, _, _) => Task.FromResult(8192));

    protected override string Model => "qwen3:4b";

    /// <summary>It has no rules on content and caches without a word; calls come whole; its lines are no server-sent events.</summary>
    protected override ImmutableArray<string> Inexpressible =>
        ["blockedPrompt", "blockedAnswer", "usageCached", "cutInToolCallThenText", "invalidArguments", "cr", "noSpace", "comments", "splitData"];

    protected override IReadOnlyList<string> ListedNames => ["llama3.2:latest", "qwen3:4b"];

    [Fact]
    public async Task Its_window_is_told_before_the_first_call_and_asked_for_once()
    {
        using var client = new OllamaProvider().Client(Model, AccessTo("text"));
        var telling = Assert.IsType<ITellsWindow>(client.GetService(typeof(ITellsWindow)), exactMatch: false);

        Assert.Equal(8192, await telling.WindowAsync(TestContext.Current.CancellationToken));
        Assert.Equal(8192, await telling.WindowAsync(TestContext.Current.CancellationToken));

        Assert.Equal("/api/show", Assert.Single(await Session.RequestsAsync()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Calls_without_ids_get_ids_of_their_own() => await PlayAsync("callsWithoutIds");
}
