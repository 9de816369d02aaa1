using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

/// <summary>Figures for a person to look at; runs only when asked for by name, and asserts no times.</summary>
public sealed class Growth(ITestOutputHelper output)
{
    [Fact(Explicit = true)]
    public void Time_per_definition_and_per_completion_by_size()
    {
        foreach (int size in (int[])[1_000, 1_000, 10_000, 100_000])
        {
            var random = new Random(size);
            TicketDefinition[] tickets = [.. Enumerable.Range(0, size).Select(index =>
                Make.Ticket($"T-{index}", [.. Enumerable.Range(0, Math.Min(index, 3)).Select(_ => $"T-{random.Next(index)}").Distinct()]))];
            TimeSpan start = Now;
            TrackState state = Decide(TrackState.Empty, new TrackCommand.Define(Make.Header, [.. tickets]));
            TimeSpan define = Now - start;
            start = Now;
            Decide(state, new TrackCommand.Define(Make.Header, [.. tickets.Append(Make.Ticket("joins"))]));
            TimeSpan edit = Now - start;
            state = Decide(state, new TrackCommand.StartRun(Make.Automatic));
            TimeSpan ending = TimeSpan.Zero;
            TimeSpan all = TimeSpan.Zero;
            int completions = Math.Min(size - 10, 3_000);
            for (int done = 0; done < completions; done++)
            {
                string id = state.Active[0].TicketId;
                AttemptState attempt = state.Tickets[id].Attempt ?? throw new InvalidOperationException();
                start = Now;
                state = Decide(state, new TrackCommand.ProposeSpawn(id, attempt.Number, Make.Spawn(), "hash"));
                state = Decide(state, new TrackCommand.Decide(state.OpenApprovals.Keys.First(), Make.Approve, null));
                TimeSpan end = Now;
                state = Decide(state, new TrackCommand.EndAttempt(id, attempt.Number, new TicketOutcome.Completed("Done."), null));
                ending += Now - end;
                all += Now - start;
            }

            output.WriteLine($"{size,7} tickets: define {define.TotalMilliseconds:F0} ms, edit {edit.TotalMilliseconds:F0} ms, completion {ending.TotalMicroseconds / completions:F1} µs, whole ticket {all.TotalMicroseconds / completions:F1} µs");
        }
    }

    /// <summary>Processor time of this process, so that a busy machine does not colour the figures.</summary>
    private static TimeSpan Now => Environment.CpuUsage.TotalTime;

    private static TrackState Decide(TrackState state, TrackCommand command)
    {
        Decision decision = TrackDecider.Decide(state, command, new DecisionContext(Make.Noon, 8, ApprovalMode.Risky));
        return decision.Refusal is null ? decision.State : throw new InvalidOperationException(decision.Refusal.Message);
    }
}
