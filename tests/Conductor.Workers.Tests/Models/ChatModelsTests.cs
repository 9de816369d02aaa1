using Conductor.Core.Usage;
using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Workspaces;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models;

public sealed class ChatModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ChatModels Models => new(Sources);

    private ModelSources Sources =>
        new(_folder.FullPath, _folder.FullPath, O200kTokenCounter.Shared, TimeProvider.System) { Access = _access, Providers = () => ProviderTable.Standard };

    private readonly ProviderAccessSource _access = new(_ => null, new ProviderHttp(), TimeProvider.System);

    private string Refusal(string modelId) => Assert.IsType<ModelResolution.Refused>(Models.Resolve(modelId)).Message;

    private ResolvedModel Found(string modelId) => Assert.IsType<ModelResolution.Found>(Models.Resolve(modelId)).Model;

    [Theory]
    [InlineData("acme:x")]
    [InlineData("")]
    [InlineData("demo:other")]
    public void An_unknown_model_is_refused_with_those_that_exist(string modelId)
    {
        Assert.Contains("demo", Refusal(modelId), StringComparison.Ordinal);
        Assert.Contains("script:FILE", Refusal(modelId), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gemini-2.5-flash-lite", "gemini:gemini-2.5-flash-lite")]
    [InlineData("gemini-9-ultra", "gemini:gemini-9-ultra")]
    [InlineData("gpt-5", "openai:gpt-5")]
    [InlineData("claude-sonet-4-5", "anthropic:claude-sonnet-4-5")]
    [InlineData("qwen3:8b", "ollama:qwen3:8b")]
    [InlineData("gemni:gemini-2.5-flash", "gemini:gemini-2.5-flash")]
    public void A_model_without_its_provider_is_refused_with_the_one_that_was_probably_meant(string asked, string meant) =>
        Assert.StartsWith($"There is no model '{asked}'. Did you mean {meant}? ", Refusal(asked), StringComparison.Ordinal);

    [Fact]
    public void A_provider_that_there_is_not_may_be_a_server_of_ones_own_that_has_no_address_yet() => Assert.Contains(
        "If my-box is a server that speaks OpenAI's protocol, give its address in the setting conductor.models.endpoints (in a terminal: CONDUCTOR_ENDPOINT_MY_BOX=URL).",
        Refusal("my-box:x"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("demo", "Demo (offline)")]
    [InlineData("script:folder/s.json", "Script (s.json)")]
    [InlineData("anthropic:claude-sonnet-4-5", "claude-sonnet-4-5 (Anthropic)")]
    [InlineData("lab:org/model:7b", "org/model:7b (lab)")]
    [InlineData("other", "other")]
    [InlineData("", "")]
    public void A_label_needs_no_model_to_be_there(string modelId, string label) => Assert.Equal(label, ChatModels.LabelOf(modelId));

    [Fact]
    public void A_script_that_does_not_exist_is_refused() =>
        Assert.Contains("no.json", Refusal("script:no.json"), StringComparison.Ordinal);

    [Fact]
    public void Everything_wrong_with_a_script_is_named_with_its_path()
    {
        _folder.Write("s.json", """{"T-1":[{"text":1},{"toolCalls":[{"arguments":{}}]}],"T-2":3,"*":[{"error":{"kind":"bad"}},{"usage":{"inputTokens":-1}}]}""");

        var refusal = Refusal("script:s.json");

        Assert.All(
            ["$['T-1'][0].text", "$['T-1'][1].toolCalls[0]", "$['T-2']", "$['*'][0].error.kind", "$['*'][1].usage.inputTokens"],
            path => Assert.Contains(path, refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void Broken_json_is_refused_with_its_line()
    {
        _folder.Write("s.json", "{\n\"a\": [}");

        Assert.Contains("line 2", Refusal("script:s.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Tier_4_is_off_unless_the_script_has_it()
    {
        _folder.Write("without.json", """{"*":[]}""");
        _folder.Write("with.json", """{"*":[],"tier4":[{"text":"x"}]}""");

        Assert.Null(Found("script:without.json").Qa);
        Assert.NotNull(Found("script:with.json").Qa);
    }

    [Fact]
    public void The_demo_is_labelled() => Assert.Equal("Demo (offline)", Found("demo").Label);

    [Fact]
    public async Task The_demo_says_that_it_only_knows_the_sample()
    {
        var answer = await AskAsync(Found("demo"), "T-9");

        Assert.StartsWith("BLOCKED: the demo model only knows the sample", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_counts_its_tokens_from_the_real_texts_whatever_its_script_says()
    {
        _folder.Write(".conductor/demo.script.json", """{"T-1":[{"text":"one two three","usage":{"inputTokens":999999}}]}""");

        var answer = await AskAsync(Found("demo"), "T-1");

        var counter = O200kTokenCounter.Shared;
        Assert.Equal("one two three", answer.Text);
        Assert.Equal(counter.Count("Hello there"), answer.Usage?.InputTokenCount);
        Assert.Equal(counter.Count("one two three"), answer.Usage?.OutputTokenCount);
    }

    [Fact]
    public void The_sample_workspace_has_a_script_that_can_be_played()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Conductor.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        }
        var script = ScriptReader.Read(File.ReadAllText(Path.Combine(folder, "extension", "sample", ".conductor", "demo.script.json")), out var problems);

        Assert.Empty(problems);
        Assert.NotEmpty(script?.Tickets ?? []);
    }

    [Theory]
    [InlineData("demo", "demo", "")]
    [InlineData("script:C:\\a.json", "script", "C:\\a.json")]
    [InlineData("Gemini:x", "gemini", "x")]
    [InlineData(" gemini : gemini-2.5-flash ", "gemini", "gemini-2.5-flash")]
    [InlineData("gemini:models/gemini-2.5-flash", "gemini", "gemini-2.5-flash")]
    [InlineData("lab:models/a.gguf", "lab", "models/a.gguf")]
    public void An_id_is_provider_and_model_and_a_model_has_one_name(string text, string provider, string name) =>
        Assert.Equal(new ModelId(provider, name), ModelId.Parse(text));

    private static Task<ChatResponse> AskAsync(ResolvedModel model, string ticketId)
    {
        var options = new ChatOptions();
        new CallTags(ticketId, 1, Tier.Worker, 0, HasAnswer: false).Mark(options);
        return model.Worker.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello there")], options, TestContext.Current.CancellationToken);
    }
}
