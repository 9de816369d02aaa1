using Conductor.Core.Usage;
using Conductor.Server.Rpc;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class EditorWordsTests
{
    [Theory]
    [InlineData(
        "Set a valid one with \"Conductor: Set API Key…\" (in a terminal: GOOGLE_API_KEY or GEMINI_API_KEY; where both are set, GOOGLE_API_KEY counts), then run again.",
        "Set a valid one with \"Conductor: Set API Key…\", then retry.")]
    [InlineData("Check its address in the setting conductor.models.endpoints (in a terminal: CONDUCTOR_ENDPOINT_GW): it is a URL.", "Check its address in the setting conductor.models.endpoints: it is a URL.")]
    [InlineData("Choose \"Add Budget and Continue\" (in a terminal: conductor resume --budget-calls +1) to go on where it stopped.", "Choose \"Add Budget and Continue\" to go on where it stopped.")]
    [InlineData("read what happened in the log (\"Conductor: Show Log\"; in a terminal it is above, on standard error) and report it.", "read what happened in the log (\"Conductor: Show Log\") and report it.")]
    [InlineData("Set a valid key for this model's provider and run again.", "Set a valid key for this model's provider and retry.")]
    [InlineData("Start the tool (in a terminal: make run) and tell me.", "Start the tool (in a terminal: make run) and tell me.")]
    public void What_one_would_type_in_a_terminal_is_left_out_in_an_editor(string recorded, string said) => Assert.Equal(said, EditorWords.Of(recorded));

    [Fact]
    public void What_a_run_that_lacks_a_price_says_names_no_terminal()
    {
        string said = EditorWords.Of(BudgetWords.NoPrice(null, 1, "gw:model"));

        Assert.DoesNotContain("terminal", said, StringComparison.Ordinal);
        Assert.Contains("(setting conductor.models.priceFile)", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_way_to_set_up_a_provider_is_said_without_a_terminal() => Assert.All(
        ProviderTable.Standard.All.SelectMany(provider => new[] { ProviderWords.HowToSetKey(provider), ProviderWords.HowToSetAddress(provider), ProviderWords.HowToChoose(provider) }),
        words => Assert.DoesNotContain("terminal", EditorWords.Of(words), StringComparison.Ordinal));
}
