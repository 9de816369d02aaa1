using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Approvals;

/// <summary>A gate that is open: what is asked, of whom, and the hash of exactly what is shown.</summary>
/// <param name="ApprovalId">Stable for ever: made from track, ticket, attempt and what is asked.</param>
/// <param name="ShownHash">SHA-256, lower-case hex, of what the person sees; a decision may name it.</param>
public abstract record ApprovalRequest(string ApprovalId, string TicketId, int Attempt, string ShownHash, DateTimeOffset RequestedAt)
{
    /// <summary>May this worker be started with this prompt and context?</summary>
    public sealed record Spawn(string ApprovalId, string TicketId, int Attempt, string ShownHash, DateTimeOffset RequestedAt, SpawnProposal Proposal)
        : ApprovalRequest(ApprovalId, TicketId, Attempt, ShownHash, RequestedAt);

    /// <summary>May this tool call be made?</summary>
    /// <param name="Why">Why it is asked, in words for a person.</param>
    /// <param name="Overtaken">The approval that this asks again, because its file has changed since; null when it is asked for the first time.</param>
    public sealed record Tool(
        string ApprovalId, string TicketId, int Attempt, string ShownHash, DateTimeOffset RequestedAt, ToolProposal Proposal, string Why, OvertakenApproval? Overtaken = null)
        : ApprovalRequest(ApprovalId, TicketId, Attempt, ShownHash, RequestedAt);

    /// <summary>A call had begun when its process ended: has it happened?</summary>
    public sealed record InDoubt(string ApprovalId, string TicketId, int Attempt, string ShownHash, DateTimeOffset RequestedAt, InterruptedCall Interrupted)
        : ApprovalRequest(ApprovalId, TicketId, Attempt, ShownHash, RequestedAt);

    /// <summary>May this work land on the integration branch?</summary>
    /// <param name="Evidence">What its acceptance commands said: in its own tree, then on the merged tree of the last try.</param>
    /// <param name="Problem">What kept it from landing the last time; null when it was not tried.</param>
    public sealed record Landing(
        string ApprovalId, string TicketId, int Attempt, string ShownHash, DateTimeOffset RequestedAt, SubmittedWork Work, WorkingTree Tree, ImmutableArray<TrackEvent.AcceptanceRan> Evidence, LandingProblem? Problem)
        : ApprovalRequest(ApprovalId, TicketId, Attempt, ShownHash, RequestedAt);
}

/// <summary>An approval that came to nothing, because the file it was based on had changed before the call was made.</summary>
/// <param name="Before">The file as it was then; null when it did not exist.</param>
/// <param name="Arguments">The arguments as edited with that approval, JSON text; null when they were not.</param>
public sealed record OvertakenApproval(string? Before, string? Arguments);

/// <summary>Everything that will be sent to a worker, byte for byte.</summary>
/// <param name="Prompt">The user message: task, the ticket's files, results of the tickets it waited for.</param>
/// <param name="Context">The track's context document; empty when there is none.</param>
/// <param name="Model">Model id, <c>provider:model</c>.</param>
/// <param name="Tools">Names of the tools the worker may call.</param>
/// <param name="Pieces">What the prompt is made of, with tokens, for the gate's list.</param>
/// <param name="Acceptance">Commands that will be run when the worker says it is done; covered by the hash.</param>
/// <param name="BasisHash">SHA-256 of the text as composed from the workspace's files, before any edit by a person.</param>
/// <param name="Note">Why it is asked (again), or null.</param>
/// <param name="EarlierPrompt">The person's own edited prompt of an approval that went stale, or null.</param>
/// <param name="Budget">What all attempts at the ticket may spend together, with what was added; covered by the hash. Null for no limit of its own.</param>
public sealed record SpawnProposal(
    string Prompt,
    string Context,
    string Model,
    ImmutableArray<string> Tools,
    ImmutableArray<PromptPiece> Pieces,
    ImmutableArray<string> Acceptance,
    string BasisHash,
    string? Note = null,
    string? EarlierPrompt = null,
    Budget? Budget = null)
{
    /// <summary>The same as a person edited it: files whose text they cut out or changed are no pieces of it any more.</summary>
    public SpawnProposal Edited(string? prompt, string? context) => this with
    {
        Prompt = prompt ?? Prompt,
        Context = context ?? Context,
        Pieces = prompt is null ? Pieces : [.. Pieces.Where(piece => piece.Level is null || StandsIn(piece, prompt))],
    };

    /// <summary>Journals of earlier versions do not say where a piece stands: there its name must do.</summary>
    private bool StandsIn(PromptPiece piece, string edited) => piece is { Start: { } start, Length: { } length } && start >= 0 && length >= 0 && start + length <= Prompt.Length
        ? edited.Contains(Prompt.Substring(start, length), StringComparison.Ordinal)
        : edited.Contains(piece.Name, StringComparison.Ordinal);
}

/// <summary>One part of a composed prompt.</summary>
/// <param name="Kind">task, context, file, around, result, answer, frame or tools.</param>
/// <param name="Name">A path, a ticket id, or a word.</param>
/// <param name="Detail">The view level, or why the piece is not what was asked; null when there is nothing to say.</param>
/// <param name="Level">Of a file that is shown: how much of it.</param>
/// <param name="Why">Of a file: why it is there as it is, in few words.</param>
/// <param name="Members">Of a file whose view was chosen by members: those, apart by ", "; no other body is shown.</param>
/// <param name="Start">Where its text begins in the prompt, in UTF-16 units; null where it is sent beside it.</param>
/// <param name="Length">Of its text, in UTF-16 units.</param>
public sealed record PromptPiece(
    string Kind, string Name, int Tokens, string? Detail = null, ContextLevel? Level = null, string? Why = null, string? Members = null, int? Start = null, int? Length = null);

/// <summary>What a tool call can do to the world.</summary>
public enum ToolRisk
{
    /// <summary>Changes nothing.</summary>
    Read,

    /// <summary>Changes a file in the workspace.</summary>
    Write,

    /// <summary>Runs a program, which may do anything its user may.</summary>
    Command,

    /// <summary>Ends the attempt with a verdict; changes nothing.</summary>
    Verdict,
}

/// <summary>A tool call a worker wants to make, with the facts the policy looks at.</summary>
/// <param name="CallId">Unique within the attempt.</param>
/// <param name="Arguments">The model's arguments as JSON text, untouched.</param>
/// <param name="Path">Workspace-relative target with '/', or null.</param>
/// <param name="Command">The command line, or null.</param>
/// <param name="IsProtected">The target is under <c>.git</c>, <c>.conductor</c> or a never-auto-approve glob.</param>
/// <param name="IsOutsideWrites">A write that the ticket's <c>writes</c> globs do not cover.</param>
/// <param name="Before">For a file change: the content now; null when the file does not exist or the call changes no file.</param>
/// <param name="After">For a file change: the content it would have; null when it cannot be computed.</param>
/// <param name="Widens">For a read that shows more than was approved when the worker was started: what; null for every other call.</param>
/// <param name="OwnedBy">For a write: another ticket at work in the same folder that has changed this file, or has asked to; null when none has.</param>
public sealed record ToolProposal(
    string CallId,
    string Tool,
    string Arguments,
    ToolRisk Risk,
    string? Path = null,
    string? Command = null,
    bool IsProtected = false,
    bool IsOutsideWrites = false,
    string? Before = null,
    string? After = null,
    Widening? Widens = null,
    string? OwnedBy = null);
