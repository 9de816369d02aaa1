using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Workers.Loop;

/// <summary>
/// What a running worker may ask of the engine. Each call returns when its record is durable, so an effect that follows a call
/// follows its record. Bound to one attempt; safe to call from any thread; the worker calls it in order.
/// </summary>
/// <remarks>Every method throws <see cref="OperationCanceledException"/> once the attempt has been stopped.</remarks>
public interface IAttemptPort
{
    /// <summary>
    /// Records that a model call is about to be made, and keeps back what it may take. Where a budget does not last for it the run is
    /// paused instead, and the call must not be made: the attempt has been stopped.
    /// </summary>
    /// <returns>
    /// Null when the call may be made. Else nothing was recorded and it must not be: calls of other workers may take what is left of a
    /// budget, in words for people; <see cref="WaitForBudgetAsync"/>, then ask again. A call of tier 4 is left out: no run waits or pauses for it.
    /// </returns>
    Task<string?> BeginModelCallAsync(ModelCallPlan plan, CancellationToken cancellationToken);

    /// <summary>Waits until calls of other workers leave room for this one, or a budget does not last for it whatever they take. Hold no place that others wait for meanwhile.</summary>
    Task WaitForBudgetAsync(ModelCallPlan plan, CancellationToken cancellationToken);

    /// <summary>Records a model's answer and books its usage. Also after a stop: what was spent must be known.</summary>
    Task RecordModelAnswerAsync(ModelAnswer answer, CancellationToken cancellationToken);

    /// <summary>Records that a model gave no answer, or cannot be asked yet, and when it is asked again.</summary>
    Task RecordModelFailureAsync(ModelFailure failure, CancellationToken cancellationToken);

    /// <summary>Records that the model is sent notes in place of the results of these calls from now on.</summary>
    Task RecordShortenedAsync(ImmutableArray<string> callIds, CancellationToken cancellationToken);

    /// <summary>
    /// Asks whether a tool call may be made, and waits for the answer: at once where the policy decides, else until a person has.
    /// Asking again for a call id that is known returns its decision (or waits for it).
    /// </summary>
    Task<ApprovalDecision> ProposeToolAsync(ToolProposal call, CancellationToken cancellationToken);

    /// <summary>
    /// Asks again for a call that a person has approved and whose file has changed since, and waits for the answer. A call that a policy
    /// had approved keeps its decision.
    /// </summary>
    /// <param name="call">The call with the file as it is now.</param>
    Task<ApprovalDecision> ProposeToolAgainAsync(ToolProposal call, CancellationToken cancellationToken);

    /// <summary>
    /// Asks a person what became of a call that had begun when the worker's process ended, and waits for the answer; returns at once what
    /// was said already. Gates of this kind are answered by persons alone, so it may take as long as they like.
    /// </summary>
    /// <param name="isOvertaken">The file has changed since a person said that the call is to be made again: that is asked again.</param>
    Task<DoubtSettlement> SettleDoubtAsync(string callId, CallFinding finding, bool isOvertaken, CancellationToken cancellationToken);

    /// <summary>Records that the effect is about to happen, with these arguments (JSON text).</summary>
    /// <param name="change">What it is about to do to a file, where that is not what was proposed; null otherwise.</param>
    Task BeginToolAsync(string callId, string arguments, PlannedChange? change, CancellationToken cancellationToken);

    /// <summary>Records a command's process before it does anything.</summary>
    Task RecordCommandStartedAsync(string callId, int processId, string processStartedAt, CancellationToken cancellationToken);

    /// <summary>Records a tool call's result, and the file it changed. Also after a stop: what happened must be known.</summary>
    Task FinishToolAsync(ToolCompletion completion);

    /// <summary>Records something the worker is told beside tool results: kind message, nudge, acceptance or continue.</summary>
    Task TellWorkerAsync(string kind, string text, CancellationToken cancellationToken);

    /// <summary>Records that a command that is over, or stopped, could not be ended: it, or something it had started, still runs.</summary>
    Task RecordCommandStillRunningAsync(string callId, int processId);

    /// <summary>A person's messages that were not delivered yet, oldest first; each is recorded as told before this returns.</summary>
    Task<IReadOnlyList<string>> TakeMessagesAsync(CancellationToken cancellationToken);

    /// <summary>Records an acceptance command's result.</summary>
    Task RecordAcceptanceAsync(string command, int exitCode, string output, CancellationToken cancellationToken);

    /// <summary>Streams text to whoever watches. Never blocks; the journal keeps the whole answers.</summary>
    /// <param name="status"><c>waiting</c> while a limit is waited out; otherwise null.</param>
    void Output(string text, string? status = null);
}

/// <summary>A model call that is about to be made.</summary>
/// <param name="Turn">For the worker's tier: assistant turns before this one. For tier 4: its calls before this one.</param>
/// <param name="Estimate">
/// What it is likely to take, which budgets keep back: its input as counted, an answer of at most <see cref="ConversationFit.LikelyAnswer"/> tokens, their
/// price. A longer answer may pass a budget by what it takes beyond that.
/// </param>
public sealed record ModelCallPlan(int Turn, Tier Tier, string Model, TokenUsage Estimate);

/// <summary>A model's answer.</summary>
/// <param name="Messages">The conversation's new messages as JSON text (worker's tier), or null.</param>
/// <param name="Text">What was said, for people.</param>
/// <param name="Estimated">The provider sent no usage and it was counted from the texts.</param>
/// <param name="Finish">Why it ended, in the provider's word; null where it was not said.</param>
public sealed record ModelAnswer(int Turn, Tier Tier, string Model, TokenUsage Usage, bool Estimated, string? Messages, string Text, string? Finish = null);

/// <summary>A model call that gave no answer, or that cannot be made yet.</summary>
/// <param name="Kind">In one word, as recorded; see <see cref="Models.ModelFailureKinds"/>.</param>
/// <param name="Message">What happened, for people.</param>
/// <param name="RetryAt">When it is tried again; null when it is not, or (of a call that waits) when nobody can say.</param>
/// <param name="Provider">Who is waited for, for people.</param>
public sealed record ModelFailure(int Turn, Tier Tier, string Model, string Kind, string Message, DateTimeOffset? RetryAt, string Provider);

/// <summary>What a person said became of an interrupted call.</summary>
/// <param name="Gate">What they were shown.</param>
/// <param name="Result">The call's result, recorded already; null when it is to be made again.</param>
public sealed record DoubtSettlement(ApprovalRequest.InDoubt Gate, AttemptStep.ToolResult? Result);

/// <summary>A tool call's end.</summary>
/// <param name="Result">What the worker is told.</param>
/// <param name="ChangedPath">Workspace-relative path of the file that was changed, or null.</param>
/// <param name="Before">Its content before; null when it did not exist (or nothing was changed).</param>
public sealed record ToolCompletion(string CallId, string Result, bool Failed, int? ExitCode, string? ChangedPath = null, string? Before = null);
