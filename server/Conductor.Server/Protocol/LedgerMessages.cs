namespace Conductor.Server.Protocol;

/// <summary>Whose approval ledger is asked for.</summary>
/// <param name="TrackId">Null means all tracks of the workspace, loaded or not.</param>
public sealed record LedgerParams(string? TrackId = null);

/// <summary>The approval ledger, in the order of asking.</summary>
public sealed record LedgerRows(IReadOnlyList<LedgerRow> Rows);

/// <summary>What became of what was asked.</summary>
public enum LedgerStateName
{
    /// <summary>Nobody has answered.</summary>
    Open,

    /// <summary>It was closed without an answer.</summary>
    Withdrawn,

    /// <summary>It may run and has not begun.</summary>
    Approved,

    /// <summary>It has begun, and no end of it is recorded.</summary>
    Started,

    /// <summary>It has begun and is over.</summary>
    Ran,

    /// <summary>Nothing of it has run, and nothing will: it was rejected or aborted, or its attempt was over first.</summary>
    NotRun,

    /// <summary>What was decided does not hold, because a file has changed since; it is asked again in a row of its own.</summary>
    Overtaken,

    /// <summary>It had begun when its process ended; a later row of kind inDoubt asks what became of it.</summary>
    InDoubt,

    /// <summary>In doubt: it has its result from whoever decided, and nothing was run.</summary>
    Settled,
}

/// <summary>How what ran relates to what was asked, told by the hashes.</summary>
public enum RanAsName
{
    /// <summary>Exactly what was proposed, and shown where there was a gate.</summary>
    Proposed,

    /// <summary>Exactly what was approved with edits.</summary>
    Edited,

    /// <summary>Neither. The engine does not let that happen: the journal was changed by something else.</summary>
    Otherwise,
}

/// <summary>One row of the approval ledger: a gate, or a call with an effect that passed without a gate of its own.</summary>
/// <param name="Sequence">The journal's entry that asked, or that let the call pass; <c>conductor log --json</c> shows it whole.</param>
/// <param name="Attempt">From 1; only attempts that a worker began count.</param>
/// <param name="ApprovalId">Null for a call that passed without a gate.</param>
/// <param name="CallId">Null for kind spawn.</param>
/// <param name="Decided">Null when nobody has decided.</param>
/// <param name="Closed">Set when it was withdrawn or overtaken, or approved and then not run: when and why.</param>
/// <param name="Ran">Null when nothing of it has run.</param>
/// <param name="Result">Null while there is none.</param>
public sealed record LedgerRow(
    long Sequence,
    string TrackId,
    string TicketId,
    int Attempt,
    ApprovalKind Kind,
    string? ApprovalId,
    string? CallId,
    LedgerStateName State,
    LedgerAsked Asked,
    LedgerDecision? Decided,
    LedgerClosing? Closed,
    LedgerRun? Ran,
    LedgerResult? Result);

/// <summary>Who asked for what.</summary>
/// <param name="By">Who would act, for example <c>Tier 3 Worker</c>.</param>
/// <param name="Model">The model of the attempt; null when the journal does not say.</param>
/// <param name="At">ISO 8601, UTC.</param>
/// <param name="Why">Why it was asked, in words for a person; null when it is always asked. For a call that passed without a gate: how it widens what was approved, null when it does not.</param>
/// <param name="What">What was asked, in one line for a person.</param>
/// <param name="ShownHash">SHA-256 of everything that was shown, as the gate named it; null for a call that passed without a gate.</param>
/// <param name="ProposedHash">SHA-256 of what would run, in the form of the hash of what ran: of prompt and context, or of the call's arguments.</param>
public sealed record LedgerAsked(string By, string? Model, string At, string? Why, string What, string? ShownHash, string ProposedHash);

/// <summary>Who decided what.</summary>
/// <param name="By"><c>person</c>, or a policy's name such as <c>--approve all</c> or <c>policy:risky</c>.</param>
/// <param name="At">ISO 8601, UTC.</param>
/// <param name="Reason">The reason given; null when there was none.</param>
/// <param name="Edited">Names of what was edited or given: prompt, context, arguments, result.</param>
/// <param name="Prompt">Spawn: the prompt as edited; null when unchanged.</param>
/// <param name="Context">Spawn: the context as edited; null when unchanged.</param>
/// <param name="Arguments">Tool: the arguments as edited, JSON text; null when unchanged.</param>
/// <param name="Result">In doubt and treated as done: the result that was given; null for what was known.</param>
/// <param name="ForTicket">Calls like this one pass until the ticket ends.</param>
/// <param name="RememberedFrom">For a call that passed because of such a decision: the approval that it was; null otherwise.</param>
/// <param name="ApprovedHash">SHA-256 of what may run, edits applied, in the form of the hash of what ran; null when nothing may.</param>
public sealed record LedgerDecision(
    DecisionName Decision,
    string By,
    string At,
    string? Reason,
    IReadOnlyList<string> Edited,
    string? Prompt,
    string? Context,
    string? Arguments,
    string? Result,
    bool ForTicket,
    string? RememberedFrom,
    string? ApprovedHash);

/// <summary>Why something was closed that was not run, or not yet.</summary>
/// <param name="At">ISO 8601, UTC.</param>
public sealed record LedgerClosing(string At, string Reason);

/// <summary>What ran.</summary>
/// <param name="At">When it first began; ISO 8601, UTC.</param>
/// <param name="Times">How often it began: more than once when it went on, or was made again, after a pause or an interruption.</param>
/// <param name="Hash">SHA-256 of what ran: of prompt and context as sent, or of the call's arguments.</param>
public sealed record LedgerRun(string At, int Times, string Hash, RanAsName As);

/// <summary>What came of it.</summary>
/// <param name="At">ISO 8601, UTC.</param>
/// <param name="Outcome">Spawn: how the attempt ended: completed, blocked, failed, cancelled or skipped; null for calls.</param>
/// <param name="Failed">Calls: whether the worker was told that it failed; null for kind spawn.</param>
/// <param name="ExitCode">Of a command; null for anything else.</param>
/// <param name="Text">What the worker, or the ticket, was told; in one line, shortened.</param>
public sealed record LedgerResult(string At, string? Outcome, bool? Failed, int? ExitCode, string Text);
