using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.CrashHost.Campaign;

/// <summary>
/// 4: the ledger holds what the model was asked. A kill cuts at most one call per worker: that one is in the model's log, was paid for and
/// never answered, so it is asked again, with the failures that its script has before the answer. What was answered and recorded is not.
/// </summary>
/// <param name="reference">The undisturbed run.</param>
/// <param name="run">The other one.</param>
/// <param name="kills">How often that one was killed.</param>
internal sealed class UsageInvariants(Evidence reference, Evidence run, int kills)
{
    /// <summary>One sentence for each thing that does not hold.</summary>
    public IEnumerable<string> Broken() => [.. Answers(), .. Calls(), .. Ledger()];

    /// <summary>Each answer of a worker's model is recorded once, with what it cost, and not asked for again.</summary>
    private IEnumerable<string> Answers()
    {
        var expected = WorkersAnswers(reference).ToDictionary(answer => Key(reference, answer), answer => answer.Usage);
        foreach (IGrouping<ModelCall, TrackEvent.ModelAnswered> answers in WorkersAnswers(run).GroupBy(Key))
        {
            if (answers.Count() > 1)
            {
                yield return $"The answer of {answers.Key} was recorded {answers.Count()} times.";
            }

            if (!expected.Remove(answers.Key, out TokenUsage usage) || answers.First().Usage != usage)
            {
                yield return $"The answer of {answers.Key} cost {answers.First().Usage}, not {usage}.";
            }
        }

        foreach (ModelCall missing in expected.Keys)
        {
            yield return $"The answer of {missing} was not recorded.";
        }

        var answered = new HashSet<ModelCall>();
        foreach (TrackEvent happened in run.Journal)
        {
            if (happened is TrackEvent.ModelAnswered { Messages: not null } answer)
            {
                answered.Add(Key(answer));
            }
            else if (happened is TrackEvent.ModelCallStarted { Tier: Tier.Worker } started && answered.Contains(Key(started)))
            {
                yield return $"The model was asked again for {Key(started)}, whose answer was recorded.";
            }
        }
    }

    /// <summary>Every call that the model saw was recorded before it was made, and with each kill as often again as undisturbed at most.</summary>
    private IEnumerable<string> Calls()
    {
        ILookup<ModelCall, ModelCall> expected = reference.ModelCalls.ToLookup(call => call);
        ILookup<ModelCall, TrackEvent.ModelCallStarted> started = run.Journal.OfType<TrackEvent.ModelCallStarted>().ToLookup(Key);
        ILookup<ModelCall, TrackEvent.ModelAnswered> answered = run.Journal.OfType<TrackEvent.ModelAnswered>().ToLookup(Key);
        foreach (IGrouping<ModelCall, ModelCall> calls in run.ModelCalls.GroupBy(call => call))
        {
            int count = calls.Count();
            if (count > expected[calls.Key].Count() * (kills + 1))
            {
                yield return $"The model was called {count} times for {calls.Key}.";
            }

            if (count > started[calls.Key].Count())
            {
                yield return $"The model was called {count} times for {calls.Key}, of which {started[calls.Key].Count()} were recorded.";
            }
        }

        foreach (IGrouping<ModelCall, TrackEvent.ModelAnswered> answers in answered)
        {
            int seen = run.ModelCalls.Count(call => call == answers.Key);
            if (answers.Count() > seen)
            {
                yield return $"{answers.Count()} answers of {answers.Key} are booked, but the model was called {seen} times.";
            }
        }
    }

    private IEnumerable<string> Ledger()
    {
        TokenUsage sum = run.Journal.OfType<TrackEvent.ModelAnswered>().Aggregate(default(TokenUsage), (total, answer) => total + answer.Usage);
        // Booking marks calls, beside adding them up.
        if (sum != run.State.Usage.Total with { EstimatedCalls = sum.EstimatedCalls, UnpricedCalls = sum.UnpricedCalls })
        {
            yield return $"The ledger says {run.State.Usage.Total}, but the answers add up to {sum}.";
        }
    }

    private static IEnumerable<TrackEvent.ModelAnswered> WorkersAnswers(Evidence evidence) =>
        evidence.Journal.OfType<TrackEvent.ModelAnswered>().Where(answer => answer.Messages is not null);

    private ModelCall Key(TrackEvent.ModelAnswered answer) => Key(run, answer);

    private ModelCall Key(TrackEvent.ModelCallStarted call) => new(call.TicketId, run.Attempts.LogicalOf(call.TicketId, call.Attempt), call.Tier, call.Turn);

    private static ModelCall Key(Evidence evidence, TrackEvent.ModelAnswered answer) =>
        new(answer.TicketId, evidence.Attempts.LogicalOf(answer.TicketId, answer.Attempt), answer.Tier, answer.Turn);
}
