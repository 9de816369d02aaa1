using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>
/// Knows how long a conversation is, in tokens. Each step is counted once. What the provider said of the latest call corrects the count: no two
/// models count alike. Used by one worker; not thread-safe.
/// </summary>
internal sealed class ConversationSize(ITokenCounter counter, Func<long> countBeginning)
{
    // As long as the provider has said nothing, a conversation may be this much longer than it was counted.
    private const double Unknown = 1.15;
    private const double Least = 0.5;
    private const double Most = 3;

    private readonly Dictionary<AttemptStep, long> _counted = new(ReferenceEqualityComparer.Instance);
    private long? _beginning;
    private double _factor = Unknown;

    /// <summary>As counted: everything the model is sent, tools included.</summary>
    public long Counted(Conversation conversation)
    {
        var sum = _beginning ??= countBeginning();
        foreach (var step in conversation.Steps)
        {
            sum += step is AttemptStep.ToolResult result && conversation.IsShortened(result.CallId)
                ? counter.Count(conversation.NoteOn(result))
                : Of(step);
        }
        return sum;
    }

    /// <summary>As the provider is expected to count it.</summary>
    public long Expected(Conversation conversation) => Corrected(Counted(conversation));

    /// <summary>A count as the provider is expected to count it.</summary>
    public long Corrected(long counted) => (long)(counted * _factor);

    /// <summary>What a note in a result's place spares; 0 when the note is hardly shorter.</summary>
    public long Spared(Conversation conversation, AttemptStep.ToolResult result)
    {
        var whole = Of(result);
        var note = counter.Count(conversation.NoteOn(result));
        return whole > note * 2 ? whole - note : 0;
    }

    /// <summary>Takes over what the provider said of a call.</summary>
    /// <param name="reported">Null when it did not say.</param>
    public void Learn(long counted, long? reported)
    {
        if (reported is > 0 && counted > 0)
        {
            _factor = Math.Clamp((double)reported.Value / counted, Least, Most);
        }
    }

    private long Of(AttemptStep step)
    {
        if (!_counted.TryGetValue(step, out var tokens))
        {
            _counted[step] = tokens = step switch
            {
                AttemptStep.ModelTurn turn => TextUsage.Count(MessageJson.Read(turn.Messages), counter),
                AttemptStep.ToolResult result => counter.Count(result.Text),
                AttemptStep.Told told => counter.Count(told.Text),
                _ => 0,
            };
        }
        return tokens;
    }
}
