namespace Conductor.Core.Approvals;

/// <summary>What a person may choose at a gate.</summary>
public enum ApprovalChoice
{
    /// <summary>Go on, with the edits given.</summary>
    Approve,

    /// <summary>Do not; the reason goes to the ticket (spawn, landing) or to the worker (tool). In doubt: nobody says; the ticket is blocked.</summary>
    Reject,

    /// <summary>Do not, and cancel the run.</summary>
    Abort,

    /// <summary>In doubt: make the call once more.</summary>
    RunAgain,

    /// <summary>In doubt: it has happened; the worker gets the result given.</summary>
    TreatAsDone,

    /// <summary>In doubt: it has not happened as it should; the worker is told so.</summary>
    TreatAsFailed,

    /// <summary>Landing: back to its worker, with the reason.</summary>
    SendBack,

    /// <summary>Landing, after a conflict: its worker resolves it.</summary>
    Resolve,
}

/// <summary>An answer to a gate, as recorded for ever.</summary>
/// <param name="By">Who decided: <c>person</c>, or a policy's name such as <c>--approve all</c>.</param>
/// <param name="Reason">Why it was rejected, or counts as failed; null when none was given.</param>
/// <param name="Prompt">Spawn: the prompt as edited; null when unchanged.</param>
/// <param name="Context">Spawn: the context as edited; null when unchanged.</param>
/// <param name="Arguments">Tool: the arguments as edited, JSON text; null when unchanged.</param>
/// <param name="ForTicket">Tool: remember tool and path (or command) until the ticket ends.</param>
/// <param name="Result">In doubt and done: the result the worker gets; null for what is known.</param>
public sealed record ApprovalDecision(
    ApprovalChoice Choice,
    string By,
    string? Reason = null,
    string? Prompt = null,
    string? Context = null,
    string? Arguments = null,
    bool ForTicket = false,
    string? Result = null)
{
    /// <summary>Who <see cref="By"/> names when a person decided.</summary>
    public const string Person = "person";

    /// <summary>A person decided, not a policy.</summary>
    public bool IsByPerson => By == Person;

    /// <summary>True when the person changed what was proposed.</summary>
    public bool IsEdited => Prompt is not null || Context is not null || Arguments is not null;
}

/// <summary>A remembered approval: this tool on this target, until the ticket ends.</summary>
/// <param name="Target">The path or the command line; empty when the tool has neither.</param>
public readonly record struct ApprovalRule(string Tool, string Target)
{
    /// <summary>The rule that covers exactly this call.</summary>
    public static ApprovalRule For(ToolProposal proposal) => new(proposal.Tool, proposal.Path ?? proposal.Command ?? "");
}
