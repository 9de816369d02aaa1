using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>What goes over the wire beyond what the conformance suite asks of every provider.</summary>
public sealed class RequestTests(FakeProviders fake)
{
    private const string Schema = """
        {"type":"object","$defs":{"line":{"type":"integer","minimum":1,"maximum":9}},"properties":{"at":{"$ref":"#/$defs/line"},
        "how":{"oneOf":[{"type":"string","pattern":"^a+$","maxLength":3},{"type":"null"}]}},"required":["at"],"additionalProperties":false,"x-note":"kept"}
        """;

    private static readonly ChatOptions Options = new()
    {
        Tools = [AIFunctionFactory.CreateDeclaration("first", "Does the first.", JsonElement.Parse("""{"type":"object","properties":{}}""")), AIFunctionFactory.CreateDeclaration("odd", "Does odd things.", JsonElement.Parse(Schema))],
        MaxOutputTokens = 500,
    };

    private async Task<JsonElement> SentAsync(string provider, string model, params ChatMessage[] messages)
    {
        var session = await fake.SessionAsync();
        var below = provider.StartsWith("openai", StringComparison.Ordinal) ? "/v1" : "";
        var found = ProviderTable.Standard.Find(provider) ?? throw new InvalidOperationException(provider);
        var access = session.Access("text") with { Address = new Uri($"{session.AddressOf("text")}{below}") };
        using var client = found.Client(model, access);
        await ProviderOutcome.OfAsync(client, messages.Length > 0 ? messages : [new(ChatRole.System, "Be careful."), new(ChatRole.User, "Go.")], Options);
        return (await session.RequestsAsync()).Last().GetProperty("body");
    }

    private static JsonElement At(JsonElement element, params string[] path) => path.Aggregate(element, (value, name) => value.GetProperty(name));

    [Theory]
    [InlineData("anthropic", "claude-sonnet-4-5", "input_schema")]
    [InlineData("openai", "gpt-5-mini", "function.parameters")]
    [InlineData("openai-responses", "gpt-5-mini", "parameters")]
    [InlineData("ollama", "qwen3:4b", "function.parameters")]
    public async Task A_tool_s_schema_arrives_as_it_was_declared(string provider, string model, string place)
    {
        var tool = (await SentAsync(provider, model)).GetProperty("tools")[1];

        var schema = At(tool, place.Split('.'));

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Schema), schema), schema.GetRawText());
    }

    [Fact]
    public async Task Anthropic_is_told_what_stays_the_same_in_three_places()
    {
        var body = await SentAsync(
            "anthropic", "claude-sonnet-4-5", new(ChatRole.System, "Be careful."), new(ChatRole.User, "One."), new(ChatRole.Assistant, "Two."), new(ChatRole.User, "Three."));

        var marks = body.GetRawText().Split("cache_control").Length - 1;
        Assert.Equal(3, marks);
        Assert.True(body.GetProperty("tools")[1].TryGetProperty("cache_control", out _));
        Assert.True(body.GetProperty("system")[0].TryGetProperty("cache_control", out _));
        Assert.True(body.GetProperty("messages")[2].GetProperty("content")[0].TryGetProperty("cache_control", out _));
    }

    [Fact]
    public async Task Marks_for_the_cache_are_not_left_in_the_conversation()
    {
        ChatMessage message = new(ChatRole.User, "One.");

        await SentAsync("anthropic", "claude-sonnet-4-5", message);

        Assert.Null(message.Contents[0].AdditionalProperties);
    }

    [Fact]
    public async Task Anthropic_is_told_that_a_call_has_failed_also_after_a_round_through_JSON()
    {
        var result = new FunctionResultContent("c1", "No.") { AdditionalProperties = new() { ["conductor.failed"] = true } };
        var messages = MessageJson.Read(MessageJson.Write(
        [
            new(ChatRole.User, "Go."),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "odd", new Dictionary<string, object?>())]),
            new(ChatRole.Tool, [result]),
        ]));

        var body = await SentAsync("anthropic", "claude-sonnet-4-5", [.. messages]);

        Assert.True(body.GetProperty("messages")[2].GetProperty("content")[0].GetProperty("is_error").GetBoolean());
    }

    [Theory]
    [InlineData("anthropic:claude-sonnet-4-5", true)]
    [InlineData("anthropic:claude-opus-4-1", false)]
    [InlineData("gemini:gemini-3-pro", false)]
    public async Task Anthropic_is_sent_the_thoughts_of_the_model_it_runs_and_of_no_other(string thinker, bool isSent)
    {
        var thought = new TextReasoningContent("Hm.") { ProtectedData = "c2lnbmVk", AdditionalProperties = new() { ["conductor.model"] = thinker } };
        var messages = MessageJson.Read(MessageJson.Write(
        [
            new(ChatRole.User, "Go."),
            new(ChatRole.Assistant, [thought, new TextContent("Done.")]),
            new(ChatRole.User, "More."),
        ]));

        var body = await SentAsync("anthropic", "claude-sonnet-4-5", [.. messages]);

        Assert.Equal(isSent, body.GetProperty("messages")[1].GetRawText().Contains("c2lnbmVk", StringComparison.Ordinal));
        Assert.Contains("Done.", body.GetProperty("messages")[1].GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAI_stores_nothing_and_gives_its_thoughts_away_encrypted()
    {
        var body = await SentAsync("openai-responses", "gpt-5-mini");

        Assert.False(body.GetProperty("store").GetBoolean());
        Assert.Equal("reasoning.encrypted_content", body.GetProperty("include")[0].GetString());
    }

    [Fact]
    public async Task OpenAI_is_asked_for_usage_in_its_streams() =>
        Assert.True(At(await SentAsync("openai", "gpt-5-mini"), "stream_options", "include_usage").GetBoolean());

    [Fact]
    public async Task Ollama_is_told_how_much_of_the_conversation_to_hold() =>
        Assert.Equal(8192, At(await SentAsync("ollama", "qwen3:4b"), "options", "num_ctx").GetInt32());

    [Theory]
    [InlineData("anthropic:claude-sonnet-4-5", true)]
    [InlineData("gemini:gemini-3-pro", false)]
    public async Task A_model_of_Anthropic_s_with_a_budget_thinks_on_only_after_thoughts_of_its_own(string thinker, bool thinks)
    {
        var thought = new TextReasoningContent("Hm.") { ProtectedData = "c2lnbmVk", AdditionalProperties = new() { ["conductor.model"] = thinker } };
        var call = new FunctionCallContent("c1", "odd", new Dictionary<string, object?>());
        var session = await fake.SessionAsync();
        using var client = (ProviderTable.Standard.Find("anthropic") ?? throw new InvalidOperationException("There is no anthropic.")).Client("claude-sonnet-4-5", session.Access("text"));

        await ProviderOutcome.OfAsync(
            client,
            [new(ChatRole.User, "Go."), new(ChatRole.Assistant, [thought, call]), new(ChatRole.Tool, [new FunctionResultContent("c1", "Yes.")])],
            new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.Low } });

        Assert.Equal(thinks, (await session.BodyAsync()).TryGetProperty("thinking", out _));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", "enabled")]
    [InlineData("claude-3-7-sonnet-20250219", "enabled")]
    [InlineData("claude-opus-4-7", "adaptive")]
    [InlineData("claude-3-5-haiku-latest", null)]
    public async Task Anthropic_s_models_are_told_to_think_each_in_its_own_way(string model, string? type)
    {
        var session = await fake.SessionAsync();
        using var client = (ProviderTable.Standard.Find("anthropic") ?? throw new InvalidOperationException("There is no anthropic.")).Client(model, session.Access("text"));

        await ProviderOutcome.OfAsync(client, [new ChatMessage(ChatRole.User, "Go.")], new ChatOptions { Reasoning = new() { Effort = ReasoningEffort.Low } });

        var body = await session.BodyAsync();
        Assert.Equal(type, body.TryGetProperty("thinking", out var thinking) ? thinking.GetProperty("type").GetString() : null);
    }

    [Fact]
    public async Task A_compatible_server_is_told_the_limit_of_an_answer_by_its_older_name()
    {
        var session = await fake.SessionAsync();
        var table = ProviderTable.Empty.With(EndpointSet.Empty.Add("lab", $"{session.AddressOf("text")}/v1", EndpointApi.Chat, keyVariable: null));
        var provider = table.Find("lab") ?? throw new InvalidOperationException(table.ProblemOf("lab"));
        using var client = provider.Client("gpt-4.1", session.Access("text") with { Address = provider.DefaultAddress });

        var outcome = await ProviderOutcome.OfAsync(client, [new ChatMessage(ChatRole.User, "Go.")], Options);

        Assert.Null(outcome.Failure);
        var body = await session.BodyAsync();
        Assert.Equal(500, body.GetProperty("max_tokens").GetInt32());
        Assert.False(body.TryGetProperty("max_completion_tokens", out _));
    }
}
