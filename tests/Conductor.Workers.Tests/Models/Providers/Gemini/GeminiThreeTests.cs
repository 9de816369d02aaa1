using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

/// <summary>Models that want a signature with the first call of every step, whoever made it.</summary>
public sealed class GeminiThreeTests(FakeProviders fake) : ProviderBed(fake)
{
    protected override string Folder => "gemini";

    protected override IModelProvider Provider { get; } = new GeminiProvider();

    protected override string Model => "gemini-3-pro-preview";

    [Theory]
    [InlineData("toolsTwoTurns")]
    [InlineData("parallelTools")]
    [InlineData("callsWithoutIds")]
    [InlineData("signatureOnFirstParallelCall")]
    [InlineData("thoughts")]
    public async Task A_conversation_goes_on_over_all_its_turns(string scenario) => await PlayAsync(scenario);

    [Fact]
    public async Task What_another_model_called_is_taken_over()
    {
        using var client = Client("toolsTwoTurns");
        ChatMessage[] messages =
        [
            .. Prompt(),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "read_file", new Dictionary<string, object?> { ["path"] = "a" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "Text.")]),
        ];

        var outcome = await ProviderOutcome.OfAsync(client, MessageJson.Read(MessageJson.Write(messages)), Options());

        Assert.Null(outcome.Failure);
    }
}
