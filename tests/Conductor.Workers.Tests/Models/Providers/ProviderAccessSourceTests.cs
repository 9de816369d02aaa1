using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

public sealed class ProviderAccessSourceTests
{
    private readonly Dictionary<string, string> _variables = [];
    private readonly List<string> _asked = [];
    private readonly ProviderAccessSource _source;

    public ProviderAccessSourceTests() => _source = new(
        name =>
        {
            _asked.Add(name);
            return _variables.GetValueOrDefault(name);
        },
        new ProviderHttp(),
        TimeProvider.System);

    private ProviderAccess For(string provider) => _source.For(ProviderTable.Standard.Find(provider) ?? throw new InvalidOperationException(provider));

    [Fact]
    public void A_key_comes_from_the_environment()
    {
        _variables["ANTHROPIC_API_KEY"] = " from-environment\n";

        Assert.Equal("from-environment", For("anthropic").Key);
    }

    [Fact]
    public void A_variable_is_read_once()
    {
        _ = For("ollama");
        _ = For("ollama");

        Assert.Equal(_asked.Distinct(), _asked);
    }

    [Fact]
    public void A_key_that_was_set_holds_over_the_environment_s_until_it_is_removed()
    {
        _variables["OPENAI_API_KEY"] = "from-environment";

        _source.SetKey("openai", "set");
        var set = For("openai-responses").Key;
        _source.SetKey("openai", null);

        Assert.Equal(("set", "from-environment"), (set, For("openai").Key));
    }

    [Fact]
    public void An_address_that_was_set_holds_over_the_environment_s()
    {
        _variables["OLLAMA_HOST"] = "10.0.0.7";
        var before = For("ollama").Address;
        _source.SetAddress("ollama", "10.0.0.8:9");

        Assert.Equal(("http://10.0.0.7:11434/", "http://10.0.0.8:9/"), (before.AbsoluteUri, For("ollama").Address.AbsoluteUri));
    }

    [Fact]
    public void An_address_that_is_none_is_a_problem_and_not_silently_the_usual_one()
    {
        _variables["OPENAI_BASE_URL"] = "api.example.com";

        Assert.Contains("OPENAI_BASE_URL", For("openai").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void How_a_provider_is_reached_prints_no_key()
    {
        _source.SetKey("openai", "sk-planted");

        Assert.DoesNotContain("planted", For("openai").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_vendor_has_one_client_for_as_long_as_the_process_lives() =>
        Assert.Same(For("openai").Http, For("openai-responses").Http);
}
