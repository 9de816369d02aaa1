using System.Text;
using System.Text.Json;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Gemini;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers.Gemini;

public sealed class GeminiAnswerTests
{
    private static readonly Uri Address = new("https://example.test");

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public void An_event_without_data_is_nothing(string json) => Assert.Null(GeminiChunk.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void An_error_in_a_list_is_an_error() =>
        Assert.Equal(503, GeminiChunk.Read("""[{"error":{"code":503,"message":"Busy."}}]"""u8)?.Error?.Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("[{}]")]
    [InlineData("{\"candidates\":[{\"content\"")]
    [InlineData("<html>")]
    public void What_is_no_chunk_is_not_taken_for_one(string json) =>
        Assert.ThrowsAny<JsonException>(() => GeminiChunk.Read(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Usage_of_joined_updates_is_the_last_that_was_said()
    {
        var reader = Reader();
        var updates = new[]
        {
            """{"usageMetadata":{"promptTokenCount":30,"cachedContentTokenCount":20,"thoughtsTokenCount":50,"toolUsePromptTokenCount":5,"totalTokenCount":85}}""",
            """{"usageMetadata":{"promptTokenCount":30,"cachedContentTokenCount":20,"thoughtsTokenCount":50,"candidatesTokenCount":9,"toolUsePromptTokenCount":5}}""",
            """{"usageMetadata":{"promptTokenCount":30,"cachedContentTokenCount":20,"thoughtsTokenCount":60,"candidatesTokenCount":7,"toolUsePromptTokenCount":5}}""",
        }.Select(json => reader.Take(Chunk(json))).OfType<ChatResponseUpdate>().ToList();

        var usage = updates.ToChatResponse().Usage;

        Assert.Equal((35, 20, 67, 60, 102), (usage?.InputTokenCount, usage?.CachedInputTokenCount, usage?.OutputTokenCount, usage?.ReasoningTokenCount, usage?.TotalTokenCount));
        Assert.Equal(67, reader.Usage?.OutputTokenCount);
    }

    [Fact]
    public void A_chunk_that_adds_nothing_is_no_update()
    {
        var reader = Reader();
        const string same = """{"candidates":[{"content":{"parts":[{"text":""}]}}],"usageMetadata":{"promptTokenCount":30}}""";

        Assert.NotNull(reader.Take(Chunk(same)));
        Assert.Null(reader.Take(Chunk(same)));
    }

    [Fact]
    public void What_is_unknown_in_a_chunk_is_passed_over()
    {
        var update = Reader().Take(Chunk(
            """{"new":{"x":[1]},"candidates":[{"content":{"parts":[{"executableCode":{"code":"1"}},{"text":"Hi","partMetadata":{}}]},"safetyRatings":[{}]}]}"""));

        Assert.Equal("Hi", update?.Text);
        Assert.Single(update?.Contents ?? []);
    }

    [Fact]
    public void An_answer_without_an_end_is_cut()
    {
        var reader = Reader();
        reader.Take(Chunk("""{"candidates":[{"content":{"parts":[{"text":"Half"}]}}],"usageMetadata":{"promptTokenCount":30}}"""));

        var failure = Assert.Throws<ModelCallException>(() => reader.End());

        Assert.Equal(ModelFailureKind.CutStream, failure.Kind);
        Assert.Equal(30, failure.Usage?.InputTokenCount);
    }

    [Fact]
    public void A_call_whose_arguments_are_no_object_is_malformed() => Assert.Equal(
        ModelFailureKind.Malformed,
        Assert.Throws<ModelCallException>(() => Reader().Take(Chunk("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"x","args":"path"}}]}}]}"""))).Kind);

    [Fact]
    public void A_call_without_arguments_has_none() => Assert.Empty(
        Assert.IsType<FunctionCallContent>(
            Reader().Take(Chunk("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"x"}}]}}]}"""))?.Contents[0]).Arguments ?? throw new InvalidOperationException());

    [Fact]
    public void A_tool_whose_name_was_changed_is_called_by_its_own()
    {
        var options = new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("my tool", "", JsonElement.Parse("{}"))] };
        var reader = Reader("gemini-2.5-flash", options);

        var update = reader.Take(Chunk("""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"my_tool","args":{}}}]}}]}"""));

        Assert.Equal("my tool", Assert.IsType<FunctionCallContent>(update?.Contents[0]).Name);
    }

    internal static GeminiChunk Chunk(string json) => GeminiChunk.Read(Encoding.UTF8.GetBytes(json)) ?? throw new InvalidOperationException("Nothing there.");

    internal static GeminiAnswer Reader(string model = "gemini-2.5-flash", ChatOptions? options = null)
    {
        var asked = new GeminiModel(model);
        return new GeminiAnswer(new GeminiRequest(asked, [], options), Failures(model));
    }

    internal static GeminiFailures Failures(string model = "gemini-2.5-flash", string? key = FakeSession.GoodKey) =>
        new(new GeminiProvider(), new GeminiModel(model), new ProviderAccess(key, Address, new HttpClient(), TimeProvider.System));
}
