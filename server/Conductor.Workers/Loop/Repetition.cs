using Conductor.Core.Tickets;
using Conductor.Workers.Models;

namespace Conductor.Workers.Loop;

/// <summary>Notices a worker that makes the same call over and over, though nothing comes of it.</summary>
internal static class Repetition
{
    /// <summary>So many answers in a row with the same call and the same result are enough.</summary>
    internal const int Most = 3;

    private const int MostText = 400;

    /// <summary>What a person must know; null while there is nothing to say.</summary>
    public static string? In(Conversation conversation)
    {
        var latest = conversation.LatestCalls.Take(Most)
            .Select(calls => calls.Select(call => (call.Name, Arguments: MessageJson.Arguments(call), Result: conversation.ResultOf(call.CallId)?.Text)).ToHashSet())
            .ToList();
        if (latest.Count < Most)
        {
            return null;
        }
        return latest[0].FirstOrDefault(call => call.Result is not null && latest.TrueForAll(calls => calls.Contains(call))) is { Name: { } name } same
            ? $"The worker made the same call {Most} times in a row with the same result, so it was stopped: {Short($"{name} {same.Arguments}")} gave: {Short(same.Result ?? "")}\n\n"
                + "Retry it with a note that says what to do instead, or change what the call meets."
            : null;
    }

    private static string Short(string text) => OneLine.Of(text, MostText, " ");
}
