using Conductor.Core.Usage;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>
/// Who makes a model call. Travels in <see cref="ChatOptions.AdditionalProperties"/>, for clients that play a part by ticket; clients of
/// real providers never put it on the wire.
/// </summary>
/// <param name="Turn">The worker: assistant turns before this one. Tier 4: its calls before this one in the attempt.</param>
/// <param name="HasAnswer">The attempt carries a person's answer or note.</param>
public sealed record CallTags(string TicketId, int Attempt, Tier Tier, int Turn, bool HasAnswer)
{
    /// <summary>The ticket's track; empty where it is not known.</summary>
    public string TrackId { get; init; } = "";

    /// <summary>The key in the additional properties.</summary>
    public const string Key = "conductor.call";

    /// <summary>Reads the tags of a call; those of an unnamed ticket's first worker when there are none.</summary>
    public static CallTags Of(ChatOptions? options) =>
        options?.AdditionalProperties?.TryGetValue(Key, out CallTags? tags) == true && tags is not null
            ? tags
            : new CallTags("", 1, Tier.Worker, 0, HasAnswer: false);

    /// <summary>Puts the tags on a call.</summary>
    public void Mark(ChatOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (options.AdditionalProperties ??= [])[Key] = this;
    }
}
