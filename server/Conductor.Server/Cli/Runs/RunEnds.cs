using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.Cli.Runs;

/// <summary>The end of a run in words for whoever started it: what happened, the exit code, and what to type next.</summary>
internal sealed class RunEnds(NextCommands next, RunAdvice advice)
{
    /// <summary>How the run ended, or stands.</summary>
    /// <param name="stalled">What it waits for that nobody here can give; null where it does not.</param>
    public RunEnd Of(TrackState state, Standstill? stalled) => Ended(state, stalled) with { Merge = AfterLanding(state) };

    private RunEnd Ended(TrackState state, Standstill? stalled)
    {
        string resume = $"Go on with: {next.Resume(state)}";
        return state.Run switch
        {
            { Status: RunStatus.Paused } when stalled is not null => new RunEnd(
                state,
                Stall.StatusOf(state),
                stalled.Words,
                stalled.IsAtGates ? AtGates(state, resume) : $"When that is done, give it the status \"completed\" in the track file (or mark it as done in the editor).\n{resume}",
                Stall.StatusOf(state) == RunStatus.Failed ? ExitCodes.Failed : ExitCodes.Blocked)
            {
                IsWaiting = state.Unaccepted.Count == 0,
            },
            { Status: RunStatus.Paused, PauseCause: PauseCause.Budget, Detail: var detail } => new RunEnd(
                state, RunStatus.Paused, TerminalWords.WithoutRemedy(detail), AfterBudget(state, next), ExitCodes.Budget),
            { Status: RunStatus.Done } => new RunEnd(state, RunStatus.Done, Done(state), AfterDone(state), ExitCodes.Done),
            { Status: RunStatus.Blocked, Detail: var detail } => new RunEnd(state, RunStatus.Blocked, TerminalWords.Of(detail), advice.After(state), ExitCodes.Blocked),
            { Status: RunStatus.Failed, Detail: var detail } => new RunEnd(state, RunStatus.Failed, TerminalWords.Of(detail), advice.After(state), ExitCodes.Failed),
            { Status: RunStatus.Cancelled, Detail: var detail } => new RunEnd(state, RunStatus.Cancelled, detail, advice.AfterCancel(state), ExitCodes.Stopped),
            _ => new RunEnd(state, RunStatus.Paused, "The run is paused.", Lines([.. LandingSteps.Of(state, next), resume]), ExitCodes.Stopped),
        };
    }

    /// <summary>A refusal of what was typed, with the whole command where more budget is what it takes.</summary>
    public string InWords(Refusal refusal, TrackState state) => TerminalWords.WithoutRemedy(refusal.Message) is var words && words != TerminalWords.Of(refusal.Message)
        ? $"{words} {AfterBudget(state, next)}"
        : words;

    /// <summary>How a run goes on that a budget has paused: with more of it; where a price is missing, with that or without the limit of money that asks for one.</summary>
    public static string AfterBudget(TrackState state, NextCommands next)
    {
        if (state.Run.Shortage is { } shortage)
        {
            return $"Go on with: {next.Resume(state, Budgets.Lacking(state, state.At) is { } standing ? BudgetWords.Option(standing, shortage) : "")}";
        }

        string resume = next.Resume(state);
        string priced = $"When its price is known, go on with: {resume}";
        if (state.Header.Path is not { } path)
        {
            return priced;
        }

        bool isLimited = Budgets.LimitsOf(state).Money is not null;
        string without = isLimited ? next.Run(state, path, more: $"{BudgetOptions.NameOf(BudgetKind.Money)} {BudgetOptions.NoLimit}") : resume;
        return state.Run.UnpricedTicket is { } ticketId ? Lines(priced, $"Or take \"money\" out of {ticketId}'s budget in {path}, then: {without}")
            : isLimited ? Lines(priced, $"Or, without a limit of money: {without}")
            : priced;
    }

    /// <summary>How a run ended that could not be recorded any more.</summary>
    public RunEnd Unrecorded(TrackState state, Exception failure) => new(
        state,
        RunStatus.Failed,
        $"The run was stopped, because what happens in it cannot be recorded: {failure.Message}",
        $"What was recorded until then is kept. When the cause is mended, go on with: {next.Resume(state)}",
        ExitCodes.Failed);

    /// <summary>Which completed tickets may not fit any more what they were built on; empty when all do.</summary>
    private static string Done(TrackState state)
    {
        string[] stale = [.. state.Graph.Tickets.Select(ticket => ticket.Id).Where(id => state.Tickets[id].IsStale)];
        return stale.Length == 0 ? "" : $"Stale, since what {(stale.Length == 1 ? "it was" : "they were")} built on has changed: {string.Join(", ", stale)}.";
    }

    private string AfterDone(TrackState state) => Done(state).Length > 0 && state.Header.Path is { } path
        ? Lines($"Do that again with: {next.Run(state, path, more: "--stale rerun")}", $"Say that it still holds with: {next.Run(state, path, more: "--stale confirm")}")
        : "";

    /// <summary>How a run goes on whose gates nobody has answered here.</summary>
    private string AtGates(TrackState state, string resume)
    {
        int landings = state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().Count();
        string others = landings == state.OpenApprovals.Count ? ""
            : landings == 0 ? $"Answer its gates at a terminal or in the editor.\n{resume}"
            : $"Answer its other gates at a terminal or in the editor.\n{resume}";
        return Lines([.. LandingSteps.Of(state, next), others, AnotherRun.AskingIn(state).Any() ? AnotherRun.Of(state, next) : ""]);
    }

    private static string Lines(params string[] lines) => string.Join("\n", lines.Where(line => line.Length > 0));

    /// <summary>How what has landed comes into the person's branch; empty when there is nothing that has not.</summary>
    private string AfterLanding(TrackState state) => state.Integration is { HasUnmerged: true } branch
        ? $"What has landed is on {branch.Name}. Merge it into {branch.Onto ?? "the branch that is checked out"} with: {next.Merge(state)}"
        : "";
}
