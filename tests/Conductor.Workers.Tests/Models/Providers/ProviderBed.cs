using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>Plays scenarios of one provider through its client, as a worker would.</summary>
public abstract class ProviderBed(FakeProviders fake) : IAsyncLifetime
{
    /// <summary>The folder of its scenarios.</summary>
    protected abstract string Folder { get; }

    protected abstract IModelProvider Provider { get; }

    /// <summary>A model that there is.</summary>
    protected abstract string Model { get; }

    /// <summary>Scenarios and variants that its protocol cannot express; they are skipped, and no others may be missing.</summary>
    protected virtual ImmutableArray<string> Inexpressible => [];

    protected FakeSession Session { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Session = await fake.SessionAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The base address for a scenario's; OpenAI's has a path of its own.</summary>
    protected virtual ProviderAccess AccessTo(string scenario, string? key = FakeSession.GoodKey) =>
        Session.Access(scenario, Provider.NeedsKey ? key : null);

    /// <summary>What a call is made with: the tools of the scenarios, and thoughts that are to be seen.</summary>
    protected virtual ChatOptions Options() => new()
    {
        Tools = [.. ScenarioTools.All],
        MaxOutputTokens = 32_000,
        Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Full },
    };

    protected IChatClient Client(string scenario, string? key = FakeSession.GoodKey) => Provider.Client(Model, AccessTo(scenario, key));

    protected static List<ChatMessage> Prompt(string text = "Look at the money.") =>
        [new(ChatRole.System, "You are careful."), new(ChatRole.User, text)];

    /// <summary>One call of a scenario's first turn.</summary>
    protected async Task<ProviderOutcome> CallAsync(string scenario, bool streamed = true)
    {
        using var client = Client(scenario);
        return await ProviderOutcome.OfAsync(client, Prompt(), Options(), streamed);
    }

    /// <summary>What a scenario holds; skips the test when the provider cannot have it.</summary>
    protected async Task<Scenario> ScenarioAsync(string name)
    {
        Assert.SkipWhen(name.Split('@').Any(part => Inexpressible.Contains(part)), $"{Provider.Label} cannot express {name}.");
        var scenario = await Session.ScenarioAsync(Folder, name);
        Assert.True(scenario is not null, $"There is no scenario {Folder}/{name}.");
        return scenario;
    }

    /// <summary>Plays all of it, every attempt of every turn, and compares what is read; the history goes through JSON between turns.</summary>
    protected async Task PlayAsync(string name, bool streamed = true)
    {
        var scenario = await ScenarioAsync(name);
        using var client = Client(name);
        IList<ChatMessage> messages = Prompt();
        foreach (var turn in scenario.Turns)
        {
            foreach (var error in turn.Errors)
            {
                (await ProviderOutcome.OfAsync(client, messages, Options(), streamed)).MustFailAs(error);
            }
            var outcome = await ProviderOutcome.OfAsync(client, messages, Options(), streamed);
            outcome.MustBe(turn);
            messages = MessageJson.Read(MessageJson.Write([.. messages, .. outcome.Response.Messages, Next(outcome)]));
        }
    }

    /// <summary>Every text anywhere in a JSON document.</summary>
    protected static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString() ?? ""],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Texts(member.Value)),
        _ => [],
    };

    /// <summary>What follows an answer: the results of its calls, or something a person says.</summary>
    protected static ChatMessage Next(ProviderOutcome outcome)
    {
        List<AIContent> results = [.. outcome.Calls.Select(call => new FunctionResultContent(call.CallId, $"Result of {call.Name}."))];
        return results.Count > 0 ? new ChatMessage(ChatRole.Tool, results) : new ChatMessage(ChatRole.User, "Go on.");
    }
}
