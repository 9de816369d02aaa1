using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

public sealed class ProviderTableTests
{
    private static EndpointSet Named(string name, string address) => EndpointSet.Empty.Add(name, address, EndpointApi.Chat, keyVariable: null);

    private static IModelProvider Provider(string name, string address) =>
        ProviderTable.Standard.With(Named(name, address)).Find(name.ToLowerInvariant()) ?? throw new InvalidOperationException("It is not in the table.");

    [Theory]
    [InlineData("anthropic")]
    [InlineData("openai")]
    [InlineData("openai-responses")]
    [InlineData("ollama")]
    public void The_standard_providers_are_found_by_name(string name) => Assert.Equal(name, ProviderTable.Standard.Find(name)?.Name);

    [Fact]
    public void A_table_is_not_changed_by_what_is_added_to_it()
    {
        _ = ProviderTable.Standard.With(Named("lab", "http://127.0.0.1:1/v1"));

        Assert.Null(ProviderTable.Standard.Find("lab"));
    }

    [Fact]
    public void One_vendor_behind_two_protocols_has_one_key() =>
        Assert.Equal("openai", ProviderTable.Standard.Find("openai-responses")?.Account);

    [Theory]
    [InlineData("http://127.0.0.1:1234/v1", false, true)]
    [InlineData("http://192.168.1.9:8000/v1", false, false)]
    [InlineData("https://openrouter.ai/api/v1", true, false)]
    public void An_endpoint_needs_a_key_outside_ones_own_network_and_costs_nothing_on_this_machine(string address, bool needsKey, bool isLocal)
    {
        var provider = Provider("lab", address);

        Assert.Equal((needsKey, isLocal), (provider.NeedsKey, provider.IsLocal));
    }

    [Fact]
    public void An_endpoint_s_key_is_in_a_variable_of_its_name() =>
        Assert.Equal("LM_STUDIO_API_KEY", Assert.Single(Provider("LM-Studio", "http://127.0.0.1:1/v1").KeyVariables));

    [Theory]
    [InlineData("openai")]
    [InlineData("demo")]
    [InlineData("1lab")]
    [InlineData("my lab")]
    [InlineData("a:b")]
    public void An_endpoint_with_a_name_that_it_cannot_have_is_told_so(string name)
    {
        var table = ProviderTable.Standard.With(Named(name, "http://127.0.0.1:1/v1"));

        Assert.Contains("cannot be called that", table.ProblemOf(name), StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_with_a_providers_own_name_is_told_where_that_ones_address_is_set() => Assert.EndsWith(
        "Give it another one; another address of OpenAI itself is set in the setting conductor.models.addresses (in a terminal: OPENAI_BASE_URL).",
        ProviderTable.Standard.With(Named("openai", "http://127.0.0.1:1/v1")).ProblemOf("openai"),
        StringComparison.Ordinal);

    [Fact]
    public void Endpoints_are_named_by_environment_variables()
    {
        var set = EndpointSet.FromEnvironment([
            KeyValuePair.Create("CONDUCTOR_ENDPOINT_LM_STUDIO", "http://127.0.0.1:1234/v1"),
            KeyValuePair.Create("CONDUCTOR_ENDPOINT_BAD", "nowhere"),
            KeyValuePair.Create("PATH", "/bin"),
        ]);

        Assert.Equal("lm-studio", Assert.Single(set.Endpoints).Name);
        Assert.Equal("bad", Assert.Single(set.Problems).Key);
    }
}
