using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Tools;

namespace Conductor.Workers.Loop;

/// <summary>
/// Knows whether a file is still what a decision was based on. Changes by earlier calls of the same answer are no surprise: they were
/// decided on together. Used by one worker; not thread-safe.
/// </summary>
internal sealed class AnswerChanges
{
    private readonly Dictionary<string, string> _ours = new(StringComparer.Ordinal);

    /// <summary>Takes over the changes of calls that were made before the worker was interrupted.</summary>
    public AnswerChanges(AttemptRun run)
    {
        foreach (var call in run.Conversation.Calls)
        {
            if (run.Start.Calls.GetValueOrDefault(call.CallId) is { IsFinished: true } known
                && run.Conversation.ResultOf(call.CallId) is { } result)
            {
                if (known.Doubt is { Choice: not ApprovalChoice.RunAgain })
                {
                    AddSettled(known.DoubtGate?.Interrupted, result);
                }
                else if (known.AsStarted is { Path: { } path, After: { } after } && !result.Failed)
                {
                    _ours[path] = after;
                }
            }
        }
    }

    /// <summary>Notes what a call has written.</summary>
    public void Add(FileChange change) => _ours[change.Path] = change.After;

    /// <summary>Notes a file as a person saw it who said what became of an interrupted call; a call that failed leaves it as anybody's.</summary>
    public void AddSettled(InterruptedCall? interrupted, AttemptStep.ToolResult result)
    {
        if (interrupted is { Call.Path: { } path, Now: { } now } && !result.Failed)
        {
            _ours[path] = now;
        }
    }

    /// <summary>True when the file has been changed by somebody else since the call was proposed.</summary>
    /// <param name="now">What the call would do now; null when it cannot be told.</param>
    public bool HasMoved(ToolProposal proposal, FileChange? now) =>
        now is not null
        && proposal.After is not null
        && proposal.Path == now.Path
        && proposal.Before != now.Before
        && _ours.GetValueOrDefault(now.Path) != now.Before;
}
