using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Conductor.Server.Hosting;
using Conductor.Workers.Models.Limits;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Tests.Features.Models;

/// <summary>A provider whose answers a test gives, and which remembers how it was reached.</summary>
internal sealed class StubProvider(string name, bool needsKey = true, bool isLocal = false, string? account = null) : IModelProvider
{
    public string Name => name;

    public string Account => account ?? name;

    public string Label => $"Label of {name}";

    public ImmutableArray<string> KeyVariables => isLocal ? [] : [$"{name.ToUpperInvariant()}_KEY"];

    public string? AddressVariable => null;

    public Uri DefaultAddress { get; } = new("http://127.0.0.1:9/");

    public bool NeedsKey => needsKey;

    public bool IsLocal => isLocal;

    /// <summary>What it lists; may throw.</summary>
    public Func<CancellationToken, Task<ImmutableArray<ListedModel>>> Models { get; set; } =
        _ => Task.FromResult<ImmutableArray<ListedModel>>([new ListedModel("one", "Model One", ContextWindow: 1000, MaximumOutput: 100)]);

    /// <summary>What it answers to a call; may throw.</summary>
    public Func<CancellationToken, Task<string>> Answer { get; set; } = _ => Task.FromResult("ready");

    /// <summary>How it was reached last; null when it never was.</summary>
    public ProviderAccess? Reached { get; private set; }

    /// <summary>What it was asked last.</summary>
    public ChatOptions? Options { get; private set; }

    /// <summary>Seams of a workspace in which these are all the providers there are.</summary>
    public static WorkspaceSeams Seams(IReadOnlyDictionary<string, string> variables, params StubProvider[] providers) => new()
    {
        Providers = time => new ProviderSettings(
            providers.Aggregate(ProviderTable.Empty, (table, provider) => table.With(provider)), variables, new Lazy<ProviderHttp>(() => new ProviderHttp()), new LimitTable(time), time),
    };

    public IChatClient Client(string model, ProviderAccess access) => new Stub(this, access);

    public Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken)
    {
        Reached = access;
        return Models(cancellationToken);
    }

    private sealed class Stub(StubProvider provider, ProviderAccess access) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            provider.Reached = access;
            provider.Options = options;
            yield return new ChatResponseUpdate(ChatRole.Assistant, await provider.Answer(cancellationToken));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
