using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

/// <summary>What goes back of a conversation: read from chunks, joined, recorded as JSON, and written again.</summary>
public sealed class GeminiHistoryTests
{
    private const string Thinking = "gemini-3-flash-preview";

    [Fact]
    public void Pieces_that_were_joined_go_back_as_they_were_signed() => AssertModel(
        """
        [{"text":"I think","thought":true},{"text":" hard.","thought":true,"thoughtSignature":"UzE="},
         {"text":"One, two"},{"text":", three.","thoughtSignature":"UzI="},{"text":" Four."}]
        """,
        Answer("""{"text":"I think","thought":true}""", """{"text":" hard.","thought":true,"thoughtSignature":"UzE="}""",
            """{"text":"One"}""", """{"text":", two"}""", """{"text":", three.","thoughtSignature":"UzI="}""", """{"text":" Four."}"""));

    [Fact]
    public void The_signature_of_an_empty_text_is_not_taken_for_the_thoughts_before_it() => AssertModel(
        """[{"text":"Hm.","thought":true},{"text":"","thoughtSignature":"UzE="}]""",
        Answer("""{"text":"Hm.","thought":true}""", """{"text":"","thoughtSignature":"UzE="}"""));

    [Fact]
    public void Each_step_keeps_the_signature_of_its_own_first_call()
    {
        var steps = Answer(Call("a", "UzE="), Call("b")).Append(Results("a", "b")).Concat(Answer(Call("c", "UzI="))).Append(Results("c"));

        var contents = Contents(Thinking, steps);

        Assert.Equal(["UzE=", null, "UzI="], Signatures(contents));
    }

    [Fact]
    public void New_ids_that_the_loop_gives_calls_leave_signature_and_id_as_they_came()
    {
        var answer = Answer(Call("a", "UzE="));
        var call = Assert.IsType<FunctionCallContent>(answer[0].Contents[0]);
        answer[0].Contents[0] = new FunctionCallContent("4-0", call.Name, call.Arguments) { AdditionalProperties = call.AdditionalProperties };

        var contents = Contents(Thinking, [.. answer, Results("4-0")]);

        Assert.Equal(["UzE="], Signatures(contents));
        Assert.Equal("a", contents[1].GetProperty("parts")[0].GetProperty("functionResponse").GetProperty("id").GetString());
    }

    [Fact]
    public void What_another_provider_said_goes_without_thoughts_signatures_and_ids()
    {
        List<AIContent> said =
        [
            new TextReasoningContent("Secret.") { ProtectedData = "theirs" },
            new TextContent("I look."),
            new FunctionCallContent("toolu_1", "read_file", new Dictionary<string, object?> { ["path"] = "a" }),
            new FunctionCallContent("toolu_2", "read_file", new Dictionary<string, object?> { ["path"] = "b" }),
        ];

        var contents = Contents(Thinking, [new ChatMessage(ChatRole.Assistant, said), Results("toolu_1", "toolu_2")]);

        AssertJson(
            """
            {"role":"model","parts":[{"text":"I look."},
              {"functionCall":{"name":"read_file","args":{"path":"a"}},"thoughtSignature":"skip_thought_signature_validator"},
              {"functionCall":{"name":"read_file","args":{"path":"b"}}}]}
            """,
            contents[0]);
        Assert.DoesNotContain("\"id\"", contents[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_another_model_of_gemini_signed_is_signed_by_the_stand_in()
    {
        var contents = Contents("gemini-3.1-pro", Answer(
            """{"text":"Hm.","thought":true}""", Call("a", "UzE="), Call("b")).Append(Results("a", "b")));

        Assert.Equal(["skip_thought_signature_validator", null], Signatures(contents));
        Assert.DoesNotContain("Hm.", contents[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Thinking, "skip_thought_signature_validator")]
    [InlineData("gemini-2.5-flash", null)]
    public void A_models_own_call_without_a_signature_gets_the_stand_in_where_one_is_demanded(string model, string? expected) =>
        Assert.Equal([expected], Signatures(Contents(model, [.. AnswerOf(model, Call("a")), Results("a")])));

    [Fact]
    public void Results_say_whether_the_call_failed_and_stand_together_in_the_order_of_the_calls()
    {
        var failed = new FunctionResultContent("b", "No such file.") { AdditionalProperties = new() { ["conductor.failed"] = true } };
        var contents = Contents(Thinking, [.. Answer(Call("a", "UzE="), Call("b")), new ChatMessage(ChatRole.Tool, [failed]), Results("a")]);

        AssertJson(
            """
            {"role":"user","parts":[{"functionResponse":{"id":"a","name":"read_file","response":{"output":"Result of a."}}},
              {"functionResponse":{"id":"b","name":"read_file","response":{"error":"No such file."}}}]}
            """,
            contents[1]);
    }

    [Fact]
    public void What_a_person_says_after_results_stays_apart_from_them()
    {
        var contents = Contents(Thinking, [.. Answer(Call("a", "UzE=")), Results("a"), new ChatMessage(ChatRole.User, "Hurry.")]);

        Assert.Equal(["model", "user", "user"], contents.Select(content => content.GetProperty("role").GetString()));
    }

    [Fact]
    public void An_answer_that_said_nothing_is_left_out() =>
        Assert.Equal("user", Assert.Single(Contents(Thinking, [new ChatMessage(ChatRole.Assistant, ""), new ChatMessage(ChatRole.User, "Well?")]))
            .GetProperty("role").GetString());

    [Fact]
    public void Arguments_go_back_as_the_model_wrote_them() => AssertModel(
        """[{"functionCall":{"id":"a","name":"x","args":{"n":1.50,"big":12345678901234567890,"t":"é\u2028<","l":[null,{"k":true}]}},"thoughtSignature":"UzE="}]""",
        Answer("""{"functionCall":{"id":"a","name":"x","args":{"n":1.50,"big":12345678901234567890,"t":"é\u2028<","l":[null,{"k":true}]}},"thoughtSignature":"UzE="}"""));

    private static string Call(string id, string? signature = null)
    {
        var signed = signature is null ? "" : $", \"thoughtSignature\": \"{signature}\"";
        return $$"""{ "functionCall": { "id": "{{id}}", "name": "read_file", "args": { "path": "{{id}}" } } {{signed}} }""";
    }

    private static ChatMessage Results(params string[] ids) =>
        new(ChatRole.Tool, [.. ids.Select(id => new FunctionResultContent(id, $"Result of {id}."))]);

    private static IList<ChatMessage> Answer(params string[] parts) => AnswerOf(Thinking, parts);

    /// <summary>An answer whose parts come in a chunk each.</summary>
    private static IList<ChatMessage> AnswerOf(string model, params string[] parts)
    {
        var answer = GeminiAnswerTests.Reader(model);
        var updates = parts.Select(part => answer.Take(GeminiAnswerTests.Chunk($$$"""{"candidates":[{"content":{"parts":[{{{part}}}]}}]}""")));
        return updates.OfType<ChatResponseUpdate>().ToChatResponse().Messages;
    }

    private static List<JsonElement> Contents(string model, IEnumerable<ChatMessage> messages)
    {
        var recorded = MessageJson.Read(MessageJson.Write([.. messages]));
        var body = JsonElement.Parse(new GeminiRequest(new GeminiModel(model), recorded, options: null).Body().Span);
        return [.. body.GetProperty("contents").EnumerateArray()];
    }

    /// <summary>The signatures of all calls, null for those without one.</summary>
    private static IEnumerable<string?> Signatures(List<JsonElement> contents) => contents
        .SelectMany(content => content.GetProperty("parts").EnumerateArray())
        .Where(part => part.TryGetProperty("functionCall", out _))
        .Select(part => part.TryGetProperty("thoughtSignature", out var signature) ? signature.GetString() : null);

    private static void AssertModel(string parts, IList<ChatMessage> answer) =>
        AssertJson($$"""{ "role": "model", "parts": {{parts}} }""", Contents(Thinking, answer)[0]);

    private static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.ToString());
}
