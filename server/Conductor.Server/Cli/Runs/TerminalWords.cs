using System.Text.RegularExpressions;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// Words that were recorded for whoever looks, as a terminal says them: what an editor has a button for is a command here. What is
/// recorded stays as it is.
/// </summary>
internal static partial class TerminalWords
{
    /// <summary>The text with its next steps as commands.</summary>
    public static string Of(string text)
    {
        string said = SetKey().Replace(text, "in $1");
        said = Setting().Replace(said, "in $1");
        said = ChooseFolder().Replace(said, "give $1");
        said = ChooseModel().Replace(said, "with $1");
        said = AddBudget().Replace(said, "Go on with: $1");
        said = RetryWithNote().Replace(said, "run the track again, with --answer ID=TEXT,");
        said = RetryTicket().Replace(said, match => char.IsUpper(match.Value[0]) ? "Run the track again" : "run the track again");
        said = LandAsItStands().Replace(said, "then land it as it stands, commit $1, with conductor land, or send it back with --send-back.");
        return Retry().Replace(said, "$1 run the track again.");
    }

    /// <summary>Without what adds budget: a line of its own says it.</summary>
    public static string WithoutRemedy(string text) => Of(AddBudget().Replace(text, "").TrimEnd());

    [GeneratedRegex("""with "Conductor: Set API Key…" \(in a terminal: ([^)]+)\)""")]
    private static partial Regex SetKey();

    [GeneratedRegex(@"in the setting conductor\.[\w.]+ \(in a terminal: ([^)]+)\)")]
    private static partial Regex Setting();

    [GeneratedRegex(@"choose folder with the setting conductor\.run\.isolation \(in a terminal: ([^)]+)\)")]
    private static partial Regex ChooseFolder();

    [GeneratedRegex("""with "Conductor: Choose Model[^"]*" \(in a terminal: ([^)]+)\)""")]
    private static partial Regex ChooseModel();

    [GeneratedRegex("""Choose "Add Budget and Continue" \(in a terminal: ([^)]+)\) to go on where it stopped\.""")]
    private static partial Regex AddBudget();

    [GeneratedRegex("[Rr]etry( it| the ticket)? with a note")]
    private static partial Regex RetryWithNote();

    [GeneratedRegex("[Rr]etry the ticket")]
    private static partial Regex RetryTicket();

    [GeneratedRegex(@"then land it as commit (\w+), or send it back\.")]
    private static partial Regex LandAsItStands();

    [GeneratedRegex(@"\b(then|and) retry\.")]
    private static partial Regex Retry();
}
