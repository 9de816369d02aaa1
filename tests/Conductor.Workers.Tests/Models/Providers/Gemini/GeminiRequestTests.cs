using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

public sealed class GeminiRequestTests
{
    private static readonly ImmutableArray<ChatMessage> Asks = [new(ChatRole.User, "Go.")];

    [Fact]
    public void The_systems_messages_and_instructions_stand_apart_from_the_conversation() => AssertMember(
        "systemInstruction",
        """{"parts":[{"text":"First."},{"text":"A"},{"text":"B"},{"text":"C"}]}""",
        Body(
            new ChatOptions { Instructions = "First." },
            new ChatMessage(ChatRole.System, [new TextContent("A"), new TextContent("B")]),
            new ChatMessage(ChatRole.System, "C"),
            Asks[0]));

    [Fact]
    public void Tools_are_declared_with_their_own_schema() => AssertMember(
        "tools",
        """
        [{"functionDeclarations":[{"name":"read_file","description":"Does read_file.","parametersJsonSchema":
          {"type":"object","properties":{"path":{"type":"string"}},"required":["path"],"additionalProperties":false}}]}]
        """,
        Body(new ChatOptions { Tools = [ScenarioTools.All[0]] }));

    [Theory]
    [InlineData("none", """{"functionCallingConfig":{"mode":"NONE"}}""")]
    [InlineData("auto", """{"functionCallingConfig":{"mode":"AUTO"}}""")]
    [InlineData("any", """{"functionCallingConfig":{"mode":"ANY"}}""")]
    [InlineData("read_file", """{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["read_file"]}}""")]
    public void How_tools_may_be_called_is_said(string mode, string expected) => AssertMember(
        "toolConfig",
        expected,
        Body(new ChatOptions
        {
            Tools = [.. ScenarioTools.All],
            ToolMode = mode switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                "any" => ChatToolMode.RequireAny,
                _ => ChatToolMode.RequireSpecific(mode),
            },
        }));

    [Fact]
    public void Names_of_tools_that_gemini_does_not_take_are_changed_and_stay_apart()
    {
        var longest = new string('a', 200);
        var names = new GeminiNames([Tool("9 lives"), Tool("a b"), Tool("a_b"), Tool(longest), Tool(longest + "z"), Tool("ü")]);

        Assert.Equal("_9_lives", names["9 lives"]);
        Assert.Equal("a_b", names["a_b"]);
        Assert.Equal("a_b_2", names["a b"]);
        Assert.Equal("a b", names.Own("a_b_2"));
        Assert.Equal(longest[..128], names[longest]);
        Assert.Equal(longest[..126] + "_2", names[longest + "z"]);
        Assert.Equal("_", names["ü"]);
        Assert.Equal("never_told", names.Own("never_told"));
    }

    [Fact]
    public void Limits_and_form_of_the_answer_are_passed_on()
    {
        var options = new ChatOptions
        {
            MaxOutputTokens = 100,
            Temperature = 0.5f,
            TopP = 0.25f,
            TopK = 3,
            Seed = 7,
            StopSequences = ["END"],
            ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"object"}""")),
        };

        AssertMember(
            "generationConfig",
            """
            {"maxOutputTokens":100,"temperature":0.5,"topP":0.25,"topK":3,"seed":7,"stopSequences":["END"],
             "responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}
            """,
            Body("gemini-2.0-flash", options, [.. Asks]));
    }

    [Theory]
    [InlineData("gemini-2.5-flash", ReasoningEffort.None, """{"includeThoughts":true,"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-pro", ReasoningEffort.None, """{"includeThoughts":true,"thinkingBudget":128}""")]
    [InlineData("gemini-2.5-flash-lite", ReasoningEffort.Low, """{"includeThoughts":true,"thinkingBudget":1024}""")]
    [InlineData("gemini-2.5-flash", ReasoningEffort.Medium, """{"includeThoughts":true,"thinkingBudget":8192}""")]
    [InlineData("gemini-2.5-flash", ReasoningEffort.High, """{"includeThoughts":true,"thinkingBudget":24576}""")]
    [InlineData("gemini-2.5-flash", null, """{"includeThoughts":true}""")]
    [InlineData("gemini-3-flash-preview", ReasoningEffort.None, """{"includeThoughts":true,"thinkingLevel":"MINIMAL"}""")]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.None, """{"includeThoughts":true,"thinkingLevel":"LOW"}""")]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.Medium, """{"includeThoughts":true,"thinkingLevel":"HIGH"}""")]
    [InlineData("gemini-3.1-pro", ReasoningEffort.Medium, """{"includeThoughts":true,"thinkingLevel":"MEDIUM"}""")]
    [InlineData("gemini-4", ReasoningEffort.ExtraHigh, """{"includeThoughts":true,"thinkingLevel":"HIGH"}""")]
    [InlineData("gemini-3-pro-preview", null, """{"includeThoughts":true}""")]
    [InlineData("gemini-flash-latest", ReasoningEffort.High, """{"includeThoughts":true}""")]
    public void How_much_is_thought_is_said_as_the_model_takes_it(string model, ReasoningEffort? effort, string expected) => AssertMember(
        "generationConfig",
        $$"""{"thinkingConfig":{{expected}}}""",
        Body(model, new ChatOptions { Reasoning = new ReasoningOptions { Effort = effort } }, [.. Asks]));

    [Theory]
    [InlineData("gemini-2.0-flash")]
    [InlineData("gemma-3-27b-it")]
    public void A_model_that_does_not_think_is_told_nothing_of_thinking(string model) => Assert.DoesNotContain(
        "thinkingConfig",
        Body(model, new ChatOptions { Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High } }, [.. Asks]).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void Half_a_character_spoils_no_request() => AssertMember(
        "contents", """[{"role":"user","parts":[{"text":"a\uFFFDb"}]}]""", Body(null, new ChatMessage(ChatRole.User, "a\ud83db")));

    [Fact]
    public void A_picture_goes_with_what_is_said() => AssertMember(
        "contents",
        """[{"role":"user","parts":[{"text":"See"},{"inlineData":{"mimeType":"image/png","data":"AQI="}}]}]""",
        Body(null, new ChatMessage(ChatRole.User, [new TextContent("See"), new DataContent(new byte[] { 1, 2 }, "image/png")])));

    [Theory]
    [InlineData("gemini-2.5-flash", "models/gemini-2.5-flash")]
    [InlineData("tunedModels/mine", "tunedModels/mine")]
    [InlineData("a b?c", "models/a%20b%3Fc")]
    public void A_model_is_addressed_by_its_name(string name, string path) => Assert.Equal(path, new GeminiModel(name).Path);

    private static AIFunctionDeclaration Tool(string name) => AIFunctionFactory.CreateDeclaration(name, "", JsonElement.Parse("{}"));

    private static JsonElement Body(ChatOptions? options, params ChatMessage[] messages) => Body("gemini-2.5-flash", options, messages);

    private static JsonElement Body(string model, ChatOptions? options, ChatMessage[] messages) =>
        JsonElement.Parse(new GeminiRequest(new GeminiModel(model), messages.Length > 0 ? messages : [.. Asks], options).Body().Span);

    private static void AssertMember(string name, string expected, JsonElement body) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), body.GetProperty(name)), body.ToString());
}
