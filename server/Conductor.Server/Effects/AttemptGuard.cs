using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;

namespace Conductor.Server.Effects;

/// <summary>The one catch around a ticket's work. A stop is silent; anything else fails the ticket with what happened, and never the run. Thread-safe.</summary>
/// <param name="closing">Fires when the workspace is closed.</param>
internal sealed class AttemptGuard(WorkerHostServices services, CancellationToken closing)
{
    // What broke is in the log, in full: its words are for those who mend Conductor.
    private const string WhatToDoNext =
        "Its worker broke on something that Conductor did not expect. Retry the ticket: it starts afresh, and what its worker had changed stays where it is. If it breaks again, "
        + "read what happened in the log (\"Conductor: Show Log\"; in a terminal it is above, on standard error) and report it.";

    /// <summary>Does some of an attempt's work; whatever becomes of it is recorded or logged.</summary>
    /// <param name="stopped">The token the work was given.</param>
    /// <param name="broken">What is recorded when it breaks; null for the failure of the attempt.</param>
    public async Task RunAsync(AttemptKey key, TrackActor actor, Func<Task> work, CancellationToken stopped, TrackCommand? broken = null)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested || key.In(actor.State) is not { Attempt.Phase: AttemptPhase.Running or AttemptPhase.Preparing or AttemptPhase.Landing })
        {
            // Paused, cancelled or closing: the state already says so. What gave up by itself (a time-out of some library) is a failure.
        }
        catch (ObjectDisposedException) when (closing.IsCancellationRequested)
        {
            // The workspace was closed meanwhile; the attempt goes on when it is opened again.
        }
        catch (JournalException failure)
        {
            services.Log($"{key.TicketId} stopped, because nothing can be recorded: {failure.Message}");
            services.CannotRecord(failure);
        }
        catch (Exception failure) when (stopped.IsCancellationRequested)
        {
            // Whatever breaks while a worker is being stopped (a pipe, a connection) is the stop: the attempt goes on when it is resumed.
            services.Log($"{key.TicketId}, attempt {key.Attempt}, was stopped while something broke: {failure}");
        }
        catch (Exception failure)
        {
            services.Log($"{key.TicketId}, attempt {key.Attempt}, broke: {failure}");
            await ReportAsync(key, actor, broken ?? new TrackCommand.EndAttempt(key.TicketId, key.Attempt, new TicketOutcome.Failed(WhatToDoNext), StopsRun: null));
        }
    }

    private async Task ReportAsync(AttemptKey key, TrackActor actor, TrackCommand report)
    {
        try
        {
            await actor.SendAsync(report);
        }
        catch (ObjectDisposedException) when (closing.IsCancellationRequested)
        {
            // The workspace was closed meanwhile; the attempt goes on when it is opened again.
        }
        catch (Exception second)
        {
            services.Log($"{key.TicketId}: its failure could not be recorded: {second.Message}");
            services.CannotRecord(second);
        }
    }
}
