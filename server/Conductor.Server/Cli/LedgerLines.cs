using System.Globalization;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary>
/// The approval ledger in words for a person: a line that says what was asked, and below it one line each for who asked, who decided, what
/// ran and what came of it, as far as it has come.
/// </summary>
/// <param name="namesTrack">The ledger is of several tracks, so each row says of which.</param>
/// <param name="zone">The person's.</param>
internal sealed class LedgerLines(bool namesTrack, TimeZoneInfo zone)
{
    private const int MostText = 200;
    private const int HashDigits = 12;

    /// <summary>The lines of one row.</summary>
    public IEnumerable<string> Of(LedgerRow row)
    {
        DateTimeOffset asked = Local(row.Asked.At);
        yield return $"{asked.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} {(namesTrack ? $"[{row.TrackId}] " : "")}{row.TicketId} {Text(row.Asked.What)}";
        yield return Line("asked by", AskedBy(row));
        yield return Line(row.ApprovalId is null ? "passed" : "decided", Decided(row, asked));
        if (row.Ran is { } ran)
        {
            string times = ran.Times > 1 ? string.Create(CultureInfo.InvariantCulture, $", begun {ran.Times} times") : "";
            yield return Line("ran", $"{At(ran.At, asked)}{WordsOf(row, ran)}, {Short(ran.Hash)}{times}");
        }

        if (row.Closed is { } closed)
        {
            yield return Line(row.State == LedgerStateName.Overtaken ? "asked again" : "closed", $"{At(closed.At, asked)}{Text(closed.Reason)}");
        }

        if (Result(row, asked) is { } result)
        {
            yield return Line("result", result);
        }
    }

    private static string AskedBy(LedgerRow row)
    {
        string model = row.Asked.Model is { } named ? $" ({named})" : "";
        string shown = row.Asked.ShownHash is { } hash ? $", shown {Short(hash)}" : "";
        string why = row.Asked.Why is { } reason ? $": {Text(reason)}" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{row.Asked.By}{model}, attempt {row.Attempt}{shown}{why}");
    }

    private string Decided(LedgerRow row, DateTimeOffset asked)
    {
        if (row.Decided is not { } decided)
        {
            return row.State == LedgerStateName.Open ? "not yet" : "by nobody";
        }

        string edited = decided.Edited.Count > 0 ? $" with {string.Join(" and ", decided.Edited)} {(row.Kind == ApprovalKind.InDoubt ? "given" : "edited")}" : "";
        string remembered = decided.ForTicket ? " for the ticket" : decided.RememberedFrom is { } from ? $", as approved for the ticket in {from}" : "";
        string reason = decided.Reason is { } because ? $": {Text(because)}" : "";
        return $"{At(decided.At, asked)}{WordsOf(decided.Decision)}{edited} by {decided.By}{remembered}{reason}";
    }

    private string? Result(LedgerRow row, DateTimeOffset asked) => (row.Result, row.State) switch
    {
        ({ Outcome: null } result, LedgerStateName.NotRun) => $"{At(result.At, asked)}the worker was told: {Text(result.Text)}",
        ({ } result, _) => At(result.At, asked) + WordsOf(result),
        (_, LedgerStateName.Started) => "none yet",
        (_, LedgerStateName.InDoubt) => "not known: it was interrupted, and asked about again below",
        _ => null,
    };

    private static string WordsOf(LedgerResult result)
    {
        string how = result switch
        {
            { Outcome: { } outcome } => outcome,
            { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"exit code {code}"),
            { Failed: true } => "failed",
            _ => "done",
        };

        // A command's text begins with its exit code.
        return result.Text.StartsWith(how, StringComparison.Ordinal) ? Text(result.Text) : $"{how}: {Text(result.Text)}";
    }

    private static string WordsOf(LedgerRow row, LedgerRun ran) => ran.As switch
    {
        RanAsName.Proposed => row.Asked.ShownHash is null ? "as proposed" : "as shown",
        RanAsName.Edited => "as edited",
        _ => "NEITHER AS SHOWN NOR AS APPROVED",
    };

    private static string WordsOf(DecisionName decision) => decision switch
    {
        DecisionName.Approve => "approved",
        DecisionName.Reject => "rejected",
        DecisionName.RunAgain => "allowed to run again",
        DecisionName.TreatAsDone => "treated as done",
        DecisionName.TreatAsFailed => "treated as failed",
        _ => "aborted",
    };

    private static string Line(string name, string text) => $"    {name,-11} {text}".TrimEnd();

    private static string Text(string text) => RunWords.Printable(RunWords.OneLine(text, MostText));

    private static string Short(string hash) => hash.Length <= HashDigits ? hash : hash[..HashDigits];

    /// <summary>The time of day, with the date where that is another one than that of asking.</summary>
    private string At(string time, DateTimeOffset asked)
    {
        DateTimeOffset at = Local(time);
        return at.ToString(at.Date == asked.Date ? "HH:mm:ss " : "yyyy-MM-dd HH:mm:ss ", CultureInfo.InvariantCulture);
    }

    private DateTimeOffset Local(string time) => TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), zone);
}
