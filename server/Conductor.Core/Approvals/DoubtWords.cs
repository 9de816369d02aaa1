using System.Globalization;

namespace Conductor.Core.Approvals;

/// <summary>Says of an interrupted call what is known, to a person, and what came of it, to its worker.</summary>
public static class DoubtWords
{
    /// <summary>Why a person is asked.</summary>
    public const string Why = "The work was interrupted in the middle of this call, and it is not known whether it has happened.";

    /// <summary>What is known, one sentence each; never empty.</summary>
    public static IReadOnlyList<string> Known(InterruptedCall interrupted)
    {
        ArgumentNullException.ThrowIfNull(interrupted);
        string?[] known = [OfProcess(interrupted), OfLeftOvers(interrupted), OfFile(interrupted)];
        return known.OfType<string>().ToArray() is { Length: > 0 } sentences ? sentences : ["Nothing is known of what it has done."];
    }

    /// <summary>Why a ticket is blocked whose call nobody has settled.</summary>
    public static string Unsettled(InterruptedCall interrupted, string? reason)
    {
        ArgumentNullException.ThrowIfNull(interrupted);
        ToolProposal call = interrupted.Call;
        string because = string.IsNullOrWhiteSpace(reason) ? "" : $" {reason.Trim()}";
        return $"The work was interrupted in the middle of {call.Tool} ({call.Command ?? call.Path ?? call.Arguments}), and it is not known whether that has happened. "
            + $"{string.Join(" ", Known(interrupted))}{because} Check, put it right if needed, then retry the ticket with a note of what you found.";
    }

    /// <summary>The result that a worker gets of a call that a person has settled as done or as failed.</summary>
    internal static string Result(InterruptedCall interrupted, ApprovalDecision decision)
    {
        string whom = decision.IsByPerson ? "A person" : decision.By;
        if (decision.Choice == ApprovalChoice.TreatAsDone)
        {
            string result = string.IsNullOrWhiteSpace(decision.Result) ? interrupted.SuggestedResult : decision.Result.Trim();
            return $"The work was interrupted in the middle of this call. {whom} has looked since and says that it was done:\n\n{result}";
        }

        string reason = string.IsNullOrWhiteSpace(decision.Reason) ? "" : $": {decision.Reason.Trim()}";
        return $"The work was interrupted in the middle of this call. {whom} has looked since and says that it counts as failed{reason}\n\n"
            + "It may have done part of its work. Look at what is there before you make it again.";
    }

    private static string? OfProcess(InterruptedCall interrupted) => interrupted switch
    {
        { ExitCode: { } code } => string.Create(CultureInfo.InvariantCulture, $"The command had ended by itself with exit code {code}; its output was lost."),
        { Process: ProcessTrace.NotStarted } => "The command had not begun, so nothing of it has run.",
        { Process: ProcessTrace.Gone } => "The command had begun and left no exit code; it was gone when the workspace was opened again, so it may have done any part of its work.",
        { Process: ProcessTrace.Ended } => "The command was still running when the workspace was opened again and has been ended, so it has done a part of its work.",
        _ => null,
    };

    private static string? OfLeftOvers(InterruptedCall interrupted) => interrupted.Process == ProcessTrace.StillRunning
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Process {interrupted.RunningProcessId}, or something that it had started, is still running and could not be ended, so it may go on changing things. End it before you say what became of the call.")
        : null;

    private static string? OfFile(InterruptedCall interrupted) => (interrupted.File, interrupted.Call.Path ?? "The file") switch
    {
        (FileTrace.AsBefore, var path) => $"{path} is as it was before the call.",
        (FileTrace.AsAfter, var path) => $"{path} is as the call would have made it.",
        (FileTrace.Different, var path) when interrupted.Now is null => $"{path} is not there now.",
        (FileTrace.Different, var path) when interrupted.Call.After is null => $"{path} is shown as it is now; what the call would have made of it was not recorded.",
        (FileTrace.Different, var path) => $"{path} is neither as it was before the call nor as the call would have made it.",
        (FileTrace.Unreadable, var path) => $"{path} cannot be read as a text now.",
        _ => null,
    };
}
