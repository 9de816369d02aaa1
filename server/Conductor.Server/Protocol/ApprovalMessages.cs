using System.Text.Json;

namespace Conductor.Server.Protocol;

/// <summary>Nothing to say; asks for all open gates.</summary>
public sealed record ListApprovalsParams;

/// <summary>The open gates of a workspace.</summary>
public sealed record ApprovalList(IReadOnlyList<ApprovalInfo> Approvals);

/// <summary>What a gate asks about.</summary>
public enum ApprovalKind
{
    /// <summary>May this worker be started?</summary>
    Spawn,

    /// <summary>May this tool call be made?</summary>
    Tool,

    /// <summary>What became of this call, which had begun when its process ended?</summary>
    InDoubt,

    /// <summary>May this work land on the track's integration branch?</summary>
    Landing,
}

/// <summary>What may be answered.</summary>
public enum DecisionName
{
    /// <summary>Go on, with the edits given.</summary>
    Approve,

    /// <summary>Do not; the reason goes to the ticket or to its worker.</summary>
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

    /// <summary>Landing, after a conflict: what has landed is merged into the ticket's working tree, and its worker resolves it.</summary>
    Resolve,
}

/// <summary>An open gate, whole.</summary>
/// <param name="Attempt">From 1; only attempts that a worker began count before it.</param>
/// <param name="ShownHash">Send it back with the decision: it covers everything shown here.</param>
/// <param name="RequestedAt">ISO 8601, UTC.</param>
/// <param name="Role">Who would act, for example <c>Tier 3 Worker</c>.</param>
/// <param name="Why">Why it is asked, in words for a person; null when it is always asked.</param>
/// <param name="Choices">What may be answered: approve, reject or abort; for kind inDoubt runAgain, treatAsDone, treatAsFailed or abort; for kind landing approve, sendBack, resolve (after a conflict), reject or abort.</param>
/// <param name="Spawn">Set for kind spawn.</param>
/// <param name="Tool">Set for kinds tool and inDoubt; for the latter as the call had begun.</param>
/// <param name="Prompt">Spawn: the user message, byte for byte.</param>
/// <param name="Context">Spawn: the track's context document; empty when there is none.</param>
/// <param name="Arguments">Tool: the proposed arguments. In doubt: those the call had begun with.</param>
/// <param name="Doubt">Set for kind inDoubt.</param>
/// <param name="Overtaken">Tool: set when it is asked again, because the file has changed since it was approved.</param>
/// <param name="Landing">Set for kind landing.</param>
public sealed record ApprovalInfo(
    string ApprovalId,
    ApprovalKind Kind,
    string TrackId,
    string TicketId,
    string TicketTitle,
    int Attempt,
    IReadOnlyList<DecisionName> Choices,
    string ShownHash,
    string RequestedAt,
    string Role,
    string? Why,
    string? Prompt,
    string? Context,
    JsonElement? Arguments,
    SpawnInfo? Spawn,
    ToolInfo? Tool,
    DoubtInfo? Doubt,
    OvertakenInfo? Overtaken,
    LandingInfo? Landing = null);

/// <summary>What a worker would start with, beside prompt and context.</summary>
/// <param name="ModelLabel">For people, for example <c>Demo (offline)</c>.</param>
/// <param name="Acceptance">Commands that will run when the worker says it is done.</param>
/// <param name="EarlierPrompt">The person's own edited prompt of an approval that went stale, or null.</param>
/// <param name="Budget">What all attempts at the ticket may spend together; null for no limit of its own.</param>
public sealed record SpawnInfo(
    string Model,
    string ModelLabel,
    IReadOnlyList<string> Tools,
    IReadOnlyList<PromptPieceInfo> Pieces,
    IReadOnlyList<string> Acceptance,
    int TotalTokens,
    string? EarlierPrompt,
    BudgetLimits? Budget = null);

/// <summary>One part of a prompt.</summary>
/// <param name="Kind">task, context, file, around, result, answer, frame or tools.</param>
/// <param name="Detail">View level, or why it is not what was asked; null when there is nothing to say.</param>
/// <param name="Level">Of a file that is shown: the level it is shown at.</param>
/// <param name="Why">Of a file: why it is there as it is, in few words.</param>
/// <param name="Members">Of a file whose view was chosen by members: those, apart by ", "; no other body is shown. Null for every other.</param>
public sealed record PromptPieceInfo(string Kind, string Name, int Tokens, string? Detail, ViewLevelName? Level = null, string? Why = null, string? Members = null);

/// <summary>How much a tool call can do.</summary>
public enum RiskName
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Changes a file in the workspace.</summary>
    Write,

    /// <summary>Runs a program, which may do anything its user may.</summary>
    Command,

    /// <summary>Ends the attempt.</summary>
    Verdict,
}

/// <summary>A tool call that waits.</summary>
/// <param name="ArgumentsSchema">JSON Schema of the arguments, for checking edits.</param>
/// <param name="Command">The command line; null for other tools.</param>
/// <param name="Path">Workspace-relative target; null when there is none.</param>
/// <param name="Before">File change: content now; null when the file does not exist or no file is changed.</param>
/// <param name="After">File change: content it would have; null when none or not computable.</param>
public sealed record ToolInfo(
    string Name,
    string CallId,
    RiskName Risk,
    JsonElement ArgumentsSchema,
    string? Command,
    string? Path,
    string? Before,
    string? After,
    bool IsProtected);

/// <summary>An approval that came to nothing, because its file had changed before the call was made; <c>tool.before</c> is the file now.</summary>
/// <param name="Before">The file as it was then; null when it did not exist.</param>
/// <param name="Arguments">The arguments as edited with that approval; null when they were not.</param>
public sealed record OvertakenInfo(string? Before, JsonElement? Arguments);

/// <summary>What became of an interrupted call's program.</summary>
public enum ProcessTraceName
{
    /// <summary>The call runs none.</summary>
    None,

    /// <summary>It had not begun: nothing of the command has run.</summary>
    NotStarted,

    /// <summary>It had begun, and was gone when the workspace was opened again.</summary>
    Gone,

    /// <summary>It was still running when the workspace was opened again, and was ended then.</summary>
    Ended,

    /// <summary>It, or something it had started, was still running when the workspace was opened again, and could not be ended.</summary>
    StillRunning,
}

/// <summary>How the file looks now that an interrupted call was to change.</summary>
public enum FileTraceName
{
    /// <summary>The call changes no file.</summary>
    None,

    /// <summary>As it was before the call.</summary>
    AsBefore,

    /// <summary>As the call would have made it.</summary>
    AsAfter,

    /// <summary>Neither, or what it was to become is not known.</summary>
    Different,

    /// <summary>It cannot be read as a text now.</summary>
    Unreadable,
}

/// <summary>What is known of a call that had begun when its process ended.</summary>
/// <param name="Known">For people: what is known, one sentence each.</param>
/// <param name="ExitCode">The exit code that the command left; null when it left none.</param>
/// <param name="Now">The file's text now; null when it does not exist or is no text, and for calls that change no file.</param>
/// <param name="SuggestedDecision">The answer that what is known speaks for; null when it speaks for none.</param>
/// <param name="SuggestedResult">What the worker is given when the call is treated as done and no result is sent.</param>
public sealed record DoubtInfo(
    IReadOnlyList<string> Known,
    ProcessTraceName Process,
    int? ExitCode,
    FileTraceName File,
    string? Now,
    DecisionName? SuggestedDecision,
    string SuggestedResult);

/// <summary>An answer to a gate.</summary>
/// <param name="ShownHash">From the request; a mismatch is refused. Null means the client does not say.</param>
/// <param name="Prompt">Spawn: the prompt as edited; null means as shown.</param>
/// <param name="Context">Spawn: the context as edited; null means as shown.</param>
/// <param name="Arguments">Tool: the arguments as edited; null means as proposed.</param>
/// <param name="Reason">Why it is rejected, or treated as failed.</param>
/// <param name="Rule">Tool: <c>ticket</c> remembers tool and path (or command) until the ticket ends; null remembers nothing.</param>
/// <param name="Result">In doubt, treated as done: the result the worker gets; null means the suggested one.</param>
public sealed record DecideParams(
    string ApprovalId,
    DecisionName Decision,
    string? ShownHash = null,
    string? Prompt = null,
    string? Context = null,
    JsonElement? Arguments = null,
    string? Reason = null,
    string? Rule = null,
    string? Result = null);

/// <summary>The decision that stands.</summary>
/// <param name="AlreadyDecided">True: somebody had answered before, and this is their decision.</param>
/// <param name="By">Who decided: <c>person</c> or a policy's name.</param>
/// <param name="At">When, ISO 8601, UTC; null when that is not known.</param>
/// <param name="Reason">The reason they gave; null when they gave none.</param>
public sealed record DecideResult(string ApprovalId, DecisionName Decision, bool AlreadyDecided, string By, string? At, string? Reason);

/// <summary>A gate that closed.</summary>
/// <param name="Decision">Null when it was withdrawn.</param>
/// <param name="By">Who decided: <c>person</c> or a policy's name; or why it was withdrawn.</param>
public sealed record ApprovalResolved(string ApprovalId, string TrackId, string TicketId, DecisionName? Decision, string By);
