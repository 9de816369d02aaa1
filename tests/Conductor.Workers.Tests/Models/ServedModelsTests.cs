using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Models;

/// <summary>Models of providers: whether an id names one that can be called, and what is told when it does not.</summary>
public sealed class ServedModelsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProviderAccessSource _access = new(_ => null, new ProviderHttp(), TimeProvider.System);
    private ProviderTable _table = ProviderTable.Standard;
    private string? _qa;
    private int _decorated;

    public ServedModelsTests() => Models = new(
        new ModelSources(_folder.FullPath, _folder.FullPath, O200kTokenCounter.Shared, TimeProvider.System)
        {
            Access = _access,
            Providers = () => _table,
            QaModel = () => _qa,
            Decorate = client =>
            {
                _decorated++;
                return client;
            },
        });

    public void Dispose() => _folder.Dispose();

    private ChatModels Models { get; }

    private string Refusal(string modelId) => Assert.IsType<ModelResolution.Refused>(Models.Resolve(modelId)).Message;

    private ResolvedModel Found(string modelId) => Assert.IsType<ModelResolution.Found>(Models.Resolve(modelId)).Model;

    [Fact]
    public void A_model_whose_provider_has_no_key_is_refused_with_both_ways_to_set_it()
    {
        var refusal = Refusal("anthropic:claude-sonnet-4-5");

        Assert.Equal("Anthropic needs a key, and none is set. Set one with \"Conductor: Set API Key…\" (in a terminal: ANTHROPIC_API_KEY), then try again.", refusal);
    }

    [Fact]
    public void A_refusal_for_want_of_a_key_says_whose_it_is_and_others_do_not()
    {
        Assert.Equal("openai", Assert.IsType<ModelResolution.Refused>(Models.Resolve("openai-responses:gpt-5")).KeyOf);
        Assert.Null(Assert.IsType<ModelResolution.Refused>(Models.Resolve("nowhere:one")).KeyOf);
    }

    [Fact]
    public void A_model_knows_every_provider_that_shares_its_key()
    {
        _access.SetKey("openai", "key-of-this-test");

        Assert.Equal(["openai", "openai-responses"], Found("openai-responses:gpt-5").Account);
        Assert.Equal(["ollama"], Found("ollama:qwen3").Account);
    }

    [Fact]
    public void What_tier_4_waits_for_has_its_own_providers_name()
    {
        _access.SetKey("openai", "key-of-this-test");
        _qa = "ollama:qwen3";

        Assert.Equal(("OpenAI", "Ollama"), (Found("openai:gpt-5").Provider, Found("openai:gpt-5").QaProvider));
    }

    [Fact]
    public void A_key_that_tier_4_lacks_is_named_too()
    {
        _qa = "anthropic:claude-haiku-4-5";

        Assert.Equal("anthropic", Assert.IsType<ModelResolution.Refused>(Models.Resolve("ollama:qwen3")).KeyOf);
    }

    [Fact]
    public void Tier_4_can_be_switched_off()
    {
        _qa = "off";

        var model = Found("ollama:qwen3");

        Assert.Null(model.Qa);
        Assert.NotNull(model.Worker);
    }

    [Fact]
    public void A_key_with_something_copied_around_it_is_refused_without_being_shown()
    {
        _access.SetKey("openai", "“sk-planted”");

        var refusal = Refusal("openai:gpt-5");

        Assert.Contains("a character that no key has", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_the_editor_is_refused_where_there_is_no_editor_and_is_no_choice_there()
    {
        var refusal = Refusal("editor:copilot/gpt-4o");

        Assert.Contains("exist only in VS Code", refusal, StringComparison.Ordinal);
        Assert.Contains("Choose another model", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("editor", Refusal("nothing:at-all"), StringComparison.Ordinal);
        Assert.Equal("copilot/gpt-4o (Editor (VS Code))", ChatModels.LabelOf("editor:copilot/gpt-4o"));
    }

    [Fact]
    public void A_track_that_names_a_model_of_the_editor_is_right_also_where_there_is_none() =>
        Assert.Null(Models.WhyUnknown("editor:copilot/gpt-4o"));

    [Fact]
    public void A_mistyped_provider_is_refused_with_the_one_that_was_meant_and_all_there_are()
    {
        var refusal = Refusal("antropic:claude-sonnet-4-5");

        Assert.Contains("Did you mean anthropic:claude-sonnet-4-5?", refusal, StringComparison.Ordinal);
        Assert.All(["demo", "script:FILE", "anthropic", "ollama", "openai", "openai-responses"], name => Assert.Contains(name, refusal, StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_without_a_model_is_refused_with_how_to_write_it() =>
        Assert.Contains("Write ollama:MODEL", Refusal("ollama"), StringComparison.Ordinal);

    [Fact]
    public void A_model_is_labelled_with_its_provider()
    {
        _access.SetKey("openai", "k");

        Assert.Equal("gpt-5-mini (OpenAI)", Found("openai:gpt-5-mini").Label);
    }

    [Fact]
    public void The_name_of_a_model_may_hold_colons_and_slashes() =>
        Assert.Equal("ollama:hf.co/org/model:Q4_K_M", Found("Ollama:hf.co/org/model:Q4_K_M").Id);

    [Fact]
    public void A_client_is_made_once_and_decorated_once()
    {
        var first = Found("ollama:qwen3:4b").Worker;

        Assert.Same(first, Found("ollama:qwen3:4b").Worker);
        Assert.Equal(1, _decorated);
    }

    [Fact]
    public void Another_key_makes_another_client()
    {
        _access.SetKey("openai", "one");
        var first = Found("openai:gpt-5").Worker;
        _access.SetKey("openai", "two");

        Assert.NotSame(first, Found("openai:gpt-5").Worker);
    }

    [Fact]
    public void Another_address_makes_another_client()
    {
        var first = Found("ollama:qwen3:4b").Worker;
        _access.SetAddress("ollama", "http://127.0.0.1:1");

        Assert.NotSame(first, Found("ollama:qwen3:4b").Worker);
    }

    [Fact]
    public void An_endpoint_that_was_named_wrongly_is_refused_with_what_is_wrong()
    {
        _table = _table.With(EndpointSet.Empty.Add("lab", "lab.example:1", EndpointApi.Chat, keyVariable: null));

        Assert.Contains("The endpoint 'lab' has no usable address", Refusal("lab:model"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_model_itself_explains_failed_commands_unless_another_is_named()
    {
        var model = Found("ollama:qwen3:4b");

        Assert.Same(model.Worker, model.Qa);
        Assert.Equal("ollama:qwen3:4b", model.QaId);
    }

    [Fact]
    public void Another_model_can_be_named_for_tier_4()
    {
        _qa = "ollama:llama3.2";

        var model = Found("ollama:qwen3:4b");

        Assert.Equal(("ollama:qwen3:4b", "ollama:llama3.2"), (model.Id, model.QaId));
        Assert.Same(Found("ollama:llama3.2").Worker, model.Qa);
    }

    [Fact]
    public void A_model_of_tier_4_that_cannot_be_used_is_named_as_such()
    {
        _qa = "openai:gpt-5";

        Assert.StartsWith("The model of tier 4, 'openai:gpt-5', cannot be used: OpenAI needs a key", Refusal("ollama:qwen3:4b"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scripted_model_asks_nobody_else_about_failed_commands()
    {
        _qa = "openai:gpt-5";
        _folder.Write("s.json", """{"*":[]}""");

        Assert.Null(Found("script:s.json").Qa);
    }

    [Theory]
    [InlineData("anthropic:claude-sonnet-4-5")]
    [InlineData("demo")]
    public void A_model_is_not_unknown_only_because_there_is_no_key(string modelId) => Assert.Null(Models.WhyUnknown(modelId));

    [Theory]
    [InlineData("acme:x")]
    [InlineData("anthropic")]
    [InlineData("script:none.json")]
    public void A_model_that_nobody_serves_is_unknown(string modelId) => Assert.NotNull(Models.WhyUnknown(modelId));
}
