using Conductor.Server.Cli.Runs;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class TerminalWordsTests
{
    [Theory]
    [InlineData("Choose another model, then retry the ticket.", "Choose another model, then run the track again.")]
    [InlineData("Retry the ticket: that begins a new one.", "Run the track again: that begins a new one.")]
    [InlineData("Change the ticket's prompt or its model, and retry.", "Change the ticket's prompt or its model, and run the track again.")]
    [InlineData("Split the ticket, or retry it with a note that asks for less.", "Split the ticket, or run the track again, with --answer ID=TEXT, that asks for less.")]
    [InlineData(
        "Set a valid one with \"Conductor: Set API Key…\" (in a terminal: GEMINI_API_KEY or GOOGLE_API_KEY), then run again.", "Set a valid one in GEMINI_API_KEY or GOOGLE_API_KEY, then run again.")]
    [InlineData(
        "It lasts no more. Choose \"Add Budget and Continue\" (in a terminal: conductor resume --budget-calls +1) to go on where it stopped.", "It lasts no more. Go on with: conductor resume --budget-calls +1")]
    [InlineData("Check the address of gw in the setting conductor.models.endpoints (in a terminal: CONDUCTOR_ENDPOINT_GW): it is a URL.", "Check the address of gw in CONDUCTOR_ENDPOINT_GW: it is a URL.")]
    [InlineData("Choose one that it lists with \"Conductor: Choose Model…\" (in a terminal: conductor models --provider gemini).", "Choose one that it lists with conductor models --provider gemini.")]
    [InlineData(
        "Commit it, or choose folder with the setting conductor.run.isolation (in a terminal: --isolation folder), so that tickets work there.", "Commit it, or give --isolation folder, so that tickets work there.")]
    [InlineData("Look at its changes again, then land it as commit c0ffee, or send it back.", "Look at its changes again, then land it as it stands, commit c0ffee, with conductor land, or send it back with --send-back.")]
    [InlineData("Which retry policy?", "Which retry policy?")]
    public void What_an_editor_has_a_button_for_is_a_command_in_a_terminal(string recorded, string said) => Assert.Equal(said, TerminalWords.Of(recorded));
}
