using Conductor.Core.Tickets;

namespace Conductor.Server.Cli.Runs;

/// <summary>What does not change during a run, for those who report it.</summary>
/// <param name="ModelLabel">For people, for example <c>Demo (offline)</c>.</param>
/// <param name="LabelOf">Gives a model id's label.</param>
/// <param name="MaxParallel">Workers at a time, 1 to 64.</param>
/// <param name="IsResumed">It goes on with an earlier run.</param>
internal sealed record RunFacts(string Workspace, string Model, string ModelLabel, Func<string, string> LabelOf, int MaxParallel, ApproveMode Approve, bool IsResumed);

/// <summary>How a run ended.</summary>
/// <param name="Status">For a run that nobody here can move on, Blocked or Failed, although it is only paused and can be resumed.</param>
/// <param name="Detail">Which tickets and why; empty when there is nothing to say.</param>
/// <param name="Next">What to do now, each way on a line of its own; empty when all is done.</param>
internal sealed record RunEnd(TrackState State, RunStatus Status, string Detail, string Next, int ExitCode)
{
    /// <summary>How what has landed comes into the person's branch; empty when there is nothing that has not.</summary>
    public string Merge { get; init; } = "";

    /// <summary>Nothing has gone wrong: all that is left waits for a person.</summary>
    public bool IsWaiting { get; init; }
}

/// <summary>Shows a run as it goes. Used by one task at a time.</summary>
internal interface IRunReporter
{
    /// <summary>Something happened.</summary>
    void Show(RunNews news);

    /// <summary>Nothing more is waiting to be shown.</summary>
    void Settle();

    /// <summary>Leaves the terminal to a question until the next news.</summary>
    Task MakeRoomAsync();

    /// <summary>The run is over; nothing is shown after this.</summary>
    Task FinishAsync(RunEnd end);
}

/// <summary>Answers gates.</summary>
internal interface IGateAnswers
{
    /// <summary>The answer; null to leave the gate open.</summary>
    Task<Core.Approvals.ApprovalDecision?> AnswerAsync(TrackState state, Core.Approvals.ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>The answer to what a ticket's worker asked before it ended; null to leave it open.</summary>
    Task<string?> AnswerQuestionAsync(TicketState ticket, string question, CancellationToken cancellationToken);
}
