using System.Collections.Immutable;
using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>
/// Keeps a conversation within what its model takes. The oldest tool results give way first, many at a time: what the model has read before stays
/// the same from call to call as long as it can, which is what providers' caches live by.
/// </summary>
internal static class ConversationFit
{
    /// <summary>Why a ticket is blocked whose conversation does not fit.</summary>
    public const string TooLongKind = "contextTooLong";

    /// <summary>How full the model's window is after some results have given way.</summary>
    private const double Target = 0.7;

    /// <summary>From how full on the provider is asked to count.</summary>
    private const double Close = 0.85;

    /// <summary>How long a provider is waited for to tell its model's window. One that hangs shows in the call itself, which says so.</summary>
    private static readonly TimeSpan WindowLimit = TimeSpan.FromSeconds(5);

    /// <summary>Room for the answer where nothing is known of how long one may be.</summary>
    internal const int LikelyAnswer = 8_192;
    private const int LargestShareOfAnswer = 4;

    /// <summary>Makes room where the conversation is longer than the model takes, as far as that is known.</summary>
    /// <returns>Null, or how the attempt ends because there is no room to be made.</returns>
    public static async Task<AttemptResult?> EnsureAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(run, cancellationToken);
        if (RoomOf(facts) is not { } room)
        {
            return null;
        }
        await CountWhereCloseAsync(run, room, cancellationToken);
        if (run.Size.Expected(run.Conversation) <= room)
        {
            return null;
        }
        await ShortenAsync(run, room, mostWithLatest: room, cancellationToken);
        var expected = run.Size.Expected(run.Conversation);
        return expected <= room ? null : new AttemptResult(new TicketOutcome.Blocked(TooLongKind, string.Create(
            CultureInfo.InvariantCulture,
            $"The conversation has grown to about {expected:N0} tokens, also without its earlier results, and {run.Model.Label} takes {facts.ContextWindow:N0} with its answer. Retry it with a model that takes more, give it fewer or smaller context files, or split it.")));
    }

    /// <summary>Puts notes in the place of results because the provider says that the conversation is too long.</summary>
    /// <returns>False when there is nothing to put them in the place of.</returns>
    public static async Task<bool> ShortenAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        // What was sent is too long, whatever was expected: to be no longer than that is not enough.
        var room = Math.Min(RoomOf(await FactsAsync(run, cancellationToken)) ?? long.MaxValue, run.Size.Expected(run.Conversation));
        return await ShortenAsync(run, room, mostWithLatest: (long)(room * Target), cancellationToken);
    }

    /// <summary>What is known of the model, with the window that its provider tells: a wish for more than that is dropped there without a word.</summary>
    private static async Task<ModelFacts> FactsAsync(AttemptRun run, CancellationToken cancellationToken)
    {
        if (run.Model.Worker.GetService(typeof(ITellsWindow)) is not ITellsWindow telling)
        {
            return run.Model.Facts;
        }
        using var limit = new CancellationTokenSource(WindowLimit, run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return run.Model.Facts with { ContextWindow = await telling.WindowAsync(either.Token).AsTask().WaitAsync(either.Token) };
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to every provider's client. What is wrong with it shows in the call itself.
            return run.Model.Facts;
        }
    }

    /// <summary>Near the end of the window the provider's own count decides, where it has one: an estimate would give results up too early or too late.</summary>
    private static async Task CountWhereCloseAsync(AttemptRun run, long room, CancellationToken cancellationToken)
    {
        if (run.Size.Expected(run.Conversation) <= room * Close || run.Model.Worker.GetService(typeof(ICountsTokens)) is not ICountsTokens counting)
        {
            return;
        }
        try
        {
            var messages = run.Conversation.Messages();
            run.Size.Learn(
                run.Size.Counted(run.Conversation), await counting.CountTokensAsync(messages, new ChatOptions { Tools = run.Declarations }, cancellationToken));
        }
        catch (ModelCallException)
        {
            // What is wrong with the provider shows in the call itself; until then the estimate stands.
        }
    }

    /// <param name="mostWithLatest">What the conversation may be as long as at most without giving up what the worker has not read yet.</param>
    private static async Task<bool> ShortenAsync(AttemptRun run, long room, long mostWithLatest, CancellationToken cancellationToken)
    {
        var size = run.Size;
        var counted = size.Counted(run.Conversation);
        var chosen = ImmutableArray.CreateBuilder<string>();
        foreach (var (result, isLatest) in run.Conversation.Results())
        {
            // What the worker has not read yet gives way only where the rest is not enough.
            var most = isLatest && chosen.Count > 0 ? mostWithLatest : (long)(room * Target);
            if (size.Corrected(counted) <= most)
            {
                break;
            }
            if (!run.Conversation.IsShortened(result.CallId) && size.Spared(run.Conversation, result) is > 0 and var spared)
            {
                chosen.Add(result.CallId);
                counted -= spared;
            }
        }
        if (chosen.Count == 0)
        {
            return false;
        }
        var callIds = chosen.ToImmutable();
        await run.Port.RecordShortenedAsync(callIds, cancellationToken);
        run.Conversation.Add(new AttemptStep.Shortened(callIds));
        return true;
    }

    /// <summary>Tokens that may be sent; null where that is not known.</summary>
    private static long? RoomOf(ModelFacts facts) => facts.ContextWindow is { } window
        ? window - Math.Min(facts.MaximumOutput ?? LikelyAnswer, window / LargestShareOfAnswer)
        : null;
}
