using System.Globalization;
using Conductor.Core.Approvals;

namespace Conductor.Workers.Loop;

/// <summary>What a worker is told beside its prompt and its tools' own results.</summary>
public static class WorkerTexts
{
    // Characters of a call that are named in a note on it.
    private const int MostOfCall = 200;

    /// <summary>The system message's first part. Everything that is particular to a ticket is in the prompt, where a person sees it.</summary>
    public const string Role =
        "You are a worker. You do exactly one ticket, with the tools you are given, in one workspace. "
        + "You know only what is written here; look at files before you change them.";

    /// <summary>Said once to a worker that neither called a tool nor gave a verdict.</summary>
    public const string Nudge =
        "You called no tool and gave no verdict, so nothing happens next. Go on with the ticket, or call finish: "
        + "verdict 'completed' with a summary when all of it is done, verdict 'blocked' with a reason when you cannot go on.";

    /// <summary>The kind under which <see cref="Continue"/> is recorded.</summary>
    public const string ContinueKind = "continue";

    /// <summary>Said to a worker whose answer was cut.</summary>
    public const string Continue =
        "Your answer was cut because it had grown too long, so it does not count as finished. Go on where it stopped, in shorter answers; "
        + "call finish when all of the ticket is done.";

    /// <summary>The result of a call in an answer that was cut: nobody knows whether it was meant like that.</summary>
    public const string CutCall =
        "This call was not made, because your answer was cut before its end. Nothing was done. "
        + "Make the calls again, fewer at a time, and do large changes in smaller steps.";

    /// <summary>The result of a call whose arguments could not be read.</summary>
    public static string UnreadableCall(string why) =>
        $"This call was not made, because its arguments are not JSON: {why.Trim()} Nothing was done. Make the call again with all of its arguments as one JSON object.";

    /// <summary>Sent in place of a result to make room.</summary>
    /// <param name="call">Its tool and arguments.</param>
    public static string LeftOut(string call, Core.Tickets.AttemptStep.ToolResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"[Left out to make room: what {Shortened(call)} {(result.Failed ? "failed with" : "gave")}, {result.Text.Length} characters. If you still need it, look again: make that call once more, or read only the part that you need.]");

    private static string Shortened(string text) => text.Length <= MostOfCall ? text : $"{text[..MostOfCall]}…";

    /// <summary>The result of a call that was ended with the run.</summary>
    public const string Stopped =
        "This was stopped because the run was paused or cancelled. It may have done part of its work. "
        + "Look at what is there, and make the call again if it is still needed.";

    /// <summary>The result of a call that was not allowed.</summary>
    public static string Rejected(string by, string? reason)
    {
        var whom = by == ApprovalDecision.Person ? "a person" : by;
        return string.IsNullOrWhiteSpace(reason)
            ? $"Rejected by {whom}, without a reason; nothing was changed. Find another way, or finish with verdict 'blocked' and ask."
            : $"Rejected by {whom}; nothing was changed: {reason.Trim()}";
    }

    /// <summary>The result of a call whose file is no longer what was decided on.</summary>
    public static string Moved(string path) =>
        $"'{path}' has changed since this call was decided on, so nothing was changed. Read it again and make the call that fits it now.";

    /// <summary>The result of a call whose path leads to another place than the one that was decided on.</summary>
    public const string LeadsElsewhere =
        "What this call names leads elsewhere now than when it was decided on, so nothing was done. Look at what is there, and make the call again.";

    /// <summary>The result of a call for a tool that does not exist.</summary>
    public static string NoSuchTool(string name, IEnumerable<string> tools) =>
        $"There is no tool '{name}'. The tools are {string.Join(", ", tools)}.";

    /// <summary>Said to a worker whose ticket is not proven yet.</summary>
    public static string AcceptanceFailed(string command, int exitCode, string output) => string.Create(
        CultureInfo.InvariantCulture,
        $"The ticket is not done yet: the acceptance command `{command}` ended with exit code {exitCode}.\n\n{output}\n\nMend it and call finish again. If it fails once more, the ticket is blocked.");
}
