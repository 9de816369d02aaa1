using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Storage;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>What tier 4 said in one attempt, by its turns there. A call of it that fails is told by the end of the ticket's wait alone: nobody hears of it.</summary>
internal sealed class RecordedExplanations
{
    private static readonly ScriptTurn Silent = new("", [], null, TimeSpan.Zero, [new ScriptError(ModelFailureKind.Unknown, null)]) { IsAnswer = false };

    private readonly SortedDictionary<int, ScriptTurn> _answers = [];
    private readonly Dictionary<int, ImmutableArray<ScriptError>> _errors = [];

    /// <summary>Takes a call that was booked, or one that failed and is made again; the booking of a failed one comes before its failure.</summary>
    public void Add(JournalEntry entry)
    {
        if (entry.Event is TrackEvent.ModelAnswered answered)
        {
            _answers[answered.Turn] = new ScriptTurn(
                Secrets.Clean(answered.Text), [], RecordedAttempt.Reported(answered), TimeSpan.Zero, _errors.GetValueOrDefault(answered.Turn, []));
        }
        else if (entry.Event is TrackEvent.ModelCallFailed failed)
        {
            ScriptError? booked = _answers.Remove(failed.Turn, out ScriptTurn? turn) ? new ScriptError(ModelFailureKind.Unknown, null) { Text = turn.Text, Usage = turn.Usage } : null;
            _errors[failed.Turn] = _errors.GetValueOrDefault(failed.Turn, []).Add(RecordedAttempt.ErrorOf(failed, entry.At, booked));
        }
    }

    /// <summary>The turns; null when tier 4 was not asked.</summary>
    public ImmutableArray<ScriptTurn>? ToScript() => _answers.Count + _errors.Count == 0
        ? null
        : [.. Enumerable.Range(0, _answers.Keys.Concat(_errors.Keys).Max() + 1).Select(turn => _answers.GetValueOrDefault(turn) ?? Failed(turn))];

    private ScriptTurn Failed(int turn) => _errors.TryGetValue(turn, out ImmutableArray<ScriptError> errors)
        ? Silent with { Errors = [.. errors, .. Silent.Errors] }
        : Silent;
}
