using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

/// <summary>What only Gemini does, over its own wire.</summary>
public sealed class GeminiScenarioTests(FakeProviders fake) : ProviderBed(fake)
{
    protected override string Folder => "gemini";

    protected override IModelProvider Provider { get; } = new GeminiProvider();

    protected override string Model => "gemini-2.5-flash-lite";

    [Theory]
    [InlineData("callsWithoutIds")]
    [InlineData("signatureOnFirstParallelCall")]
    [InlineData("trailingTextSignature")]
    [InlineData("usageInEveryChunk")]
    [InlineData("errorInArray")]
    [InlineData("plainErrorWithEventStreamType")]
    [InlineData("dailyQuota")]
    public async Task A_scenario_of_its_own_is_read_as_it_was_meant(string scenario) => await PlayAsync(scenario);

    [Theory]
    [InlineData("blockedPrompt", "SAFETY")]
    [InlineData("blockedPromptBlocklist", "BLOCKLIST")]
    [InlineData("blockedPromptImageSafety", "IMAGE_SAFETY")]
    [InlineData("blockedPromptOther", "OTHER")]
    [InlineData("blockedPromptProhibitedContent", "PROHIBITED_CONTENT")]
    [InlineData("blockedAnswerWithoutContent", "SAFETY")]
    [InlineData("finishBlocklist", "BLOCKLIST")]
    [InlineData("finishImageProhibitedContent", "IMAGE_PROHIBITED_CONTENT")]
    [InlineData("finishImageRecitation", "IMAGE_RECITATION")]
    [InlineData("finishImageSafety", "IMAGE_SAFETY")]
    [InlineData("finishLanguage", "LANGUAGE")]
    [InlineData("finishNewReason", "SOMETHING_NEW")]
    [InlineData("finishProhibitedContent", "PROHIBITED_CONTENT")]
    [InlineData("finishRecitation", "RECITATION")]
    [InlineData("finishSpii", "SPII")]
    public async Task What_it_declines_is_said_with_its_reason(string scenario, string reason) =>
        await EndsAsync(scenario, ModelFailureKind.Declined, reason);

    [Theory]
    [InlineData("malformedFunctionCall", "MALFORMED_FUNCTION_CALL")]
    [InlineData("finishUnexpectedToolCall", "UNEXPECTED_TOOL_CALL")]
    [InlineData("finishTooManyToolCalls", "TOO_MANY_TOOL_CALLS")]
    [InlineData("finishOther", "OTHER")]
    [InlineData("finishFinishReasonUnspecified", "FINISH_REASON_UNSPECIFIED")]
    [InlineData("finishImageOther", "IMAGE_OTHER")]
    [InlineData("finishNoImage", "NO_IMAGE")]
    public async Task What_the_model_failed_at_may_be_asked_again(string scenario, string reason) =>
        await EndsAsync(scenario, ModelFailureKind.Malformed, reason);

    [Fact]
    public async Task An_answer_to_be_continued_is_cut_short_and_is_not_asked_for_again_unasked()
    {
        var outcome = await CallAsync("finishContinuation");

        outcome.MustBe((await ScenarioAsync("finishContinuation")).Turns[0]);
        Assert.Equal(ChatFinishReason.Length, outcome.Response.FinishReason);
        Assert.Single(await Session.RequestsAsync());
    }

    [Fact]
    public async Task Every_scenario_of_gemini_is_played()
    {
        var played = new[] { typeof(GeminiScenarioTests), typeof(ProviderConformance) }
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes(typeof(InlineDataAttribute), inherit: true).Cast<InlineDataAttribute>())
            .Select(data => data.Data[0] as string)
            .ToHashSet(StringComparer.Ordinal);

        var unplayed = (await Session.ScenarioNamesAsync(Folder)).Where(name => !played.Contains(name));

        // The first has a fact of its own here; to cut a silence, so that an answer can follow, is the loop's.
        Assert.Equal(["finishContinuation", "hangThenText"], unplayed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_call_without_an_id_gets_one_that_is_not_sent_back()
    {
        using var client = Client("callsWithoutIds");
        var first = await ProviderOutcome.OfAsync(client, Prompt(), Options());
        Assert.Equal(["call-0-0", "call-0-1"], first.Calls.Select(call => call.CallId));

        await ProviderOutcome.OfAsync(client, Recorded([.. Prompt(), .. first.Response.Messages, Next(first)]), Options());

        var body = await Session.BodyAsync(1);
        Assert.DoesNotContain("\"id\"", body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("call-0-0", body.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signatures_go_back_on_the_parts_they_came_on_and_on_no_other()
    {
        using var client = Client("signatureOnFirstParallelCall");
        var first = await ProviderOutcome.OfAsync(client, Prompt(), Options());

        await ProviderOutcome.OfAsync(client, Recorded([.. Prompt(), .. first.Response.Messages, Next(first)]), Options());

        AssertJson(
            """
            {"role":"model","parts":[
              {"functionCall":{"id":"fc-1","name":"read_file","args":{"path":"src/Money.cs"}},"thoughtSignature":"c2lnbmF0dXJlIG9mIHN0ZXAgMA=="},
              {"functionCall":{"id":"fc-2","name":"read_file","args":{"path":"src/Cart.cs"}}}]}
            """,
            (await Session.BodyAsync(1)).GetProperty("contents")[1]);
    }

    [Fact]
    public async Task The_signature_of_a_text_goes_back_in_the_empty_part_it_came_in()
    {
        using var client = Client("trailingTextSignature");
        var first = await ProviderOutcome.OfAsync(client, Prompt(), Options());

        await ProviderOutcome.OfAsync(client, Recorded([.. Prompt(), .. first.Response.Messages, Next(first)]), Options());

        AssertJson(
            """{"role":"model","parts":[{"text":"It is fine."},{"text":"","thoughtSignature":"c2lnbmF0dXJlIG9mIHRoZSB0ZXh0"}]}""",
            (await Session.BodyAsync(1)).GetProperty("contents")[1]);
    }

    [Fact]
    public async Task A_conversation_goes_on_with_another_model_of_the_provider()
    {
        using var client = Client("signatureOnFirstParallelCall");
        var first = await ProviderOutcome.OfAsync(client, Prompt(), Options());
        using var other = Provider.Client("gemini-3-pro-preview", AccessTo("signatureOnFirstParallelCall"));

        var second = await ProviderOutcome.OfAsync(other, Recorded([.. Prompt(), .. first.Response.Messages, Next(first)]), Options());

        Assert.Null(second.Failure);
        var parts = (await Session.BodyAsync(1)).GetProperty("contents")[1].GetProperty("parts");
        Assert.Equal("skip_thought_signature_validator", parts[0].GetProperty("thoughtSignature").GetString());
        Assert.False(parts[1].TryGetProperty("thoughtSignature", out _));
    }

    [Fact]
    public async Task Usage_is_known_of_an_answer_that_breaks_off()
    {
        var outcome = await CallAsync("cutThenText");

        Assert.Equal(30, Assert.NotNull(outcome.Usage).InputTokens);
        Assert.Equal(30, outcome.Failure?.Usage?.InputTokenCount);
        Assert.Equal(30, outcome.Response.Usage?.InputTokenCount);
    }

    [Fact]
    public async Task It_is_asked_with_the_key_in_a_header_alone()
    {
        await CallAsync("text");

        var request = Assert.Single(await Session.RequestsAsync());
        Assert.Equal("/v1beta/models/gemini-2.5-flash-lite:streamGenerateContent", request.GetProperty("path").GetString());
        AssertJson("""{"alt":"sse"}""", request.GetProperty("query"));
        Assert.Equal(FakeSession.GoodKey, request.GetProperty("headers").GetProperty("x-goog-api-key").GetString());
        Assert.DoesNotContain(FakeSession.GoodKey, request.GetProperty("body").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_are_counted_by_it_with_tools_and_system()
    {
        var client = new GeminiChatClient(new GeminiProvider(), Model, AccessTo("text"));
        var withoutTools = await client.CountTokensAsync(Prompt(), cancellationToken: TestContext.Current.CancellationToken);

        var withTools = await client.CountTokensAsync(Prompt(), Options(), TestContext.Current.CancellationToken);

        Assert.InRange(withoutTools, 1, withTools - 1);
        var counted = (await Session.BodyAsync(1)).GetProperty("generateContentRequest");
        Assert.Equal("models/gemini-2.5-flash-lite", counted.GetProperty("model").GetString());
        Assert.True(counted.TryGetProperty("systemInstruction", out _));
    }

    [Fact]
    public async Task Listed_models_come_with_their_limits()
    {
        var models = await Provider.ListAsync(AccessTo("text"), TestContext.Current.CancellationToken);

        Assert.Contains(new ListedModel("gemini-2.0-flash", "Gemini 2.0 Flash", 1_048_576, 8192), models);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    public async Task A_slash_behind_the_address_does_not_matter(string end)
    {
        var access = AccessTo("text");
        using var client = Provider.Client(Model, access with { Address = new Uri(access.Address + end) });

        Assert.Null((await ProviderOutcome.OfAsync(client, Prompt())).Failure);
    }

    private async Task EndsAsync(string scenario, ModelFailureKind kind, string reason)
    {
        var outcome = await CallAsync(scenario);

        outcome.MustBe((await ScenarioAsync(scenario)).Turns[0]);
        outcome.MustFailAs(kind);
        Assert.Contains(reason, outcome.Failure?.Message, StringComparison.Ordinal);
        Assert.True(outcome.Failure?.WasTaken);
    }

    private static IList<ChatMessage> Recorded(IList<ChatMessage> messages) => MessageJson.Read(MessageJson.Write(messages));

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.ToString());
}
