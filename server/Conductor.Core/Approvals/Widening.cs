using Conductor.Core.Tickets;

namespace Conductor.Core.Approvals;

/// <summary>What a read shows of a file beyond the context that was approved when its worker was started.</summary>
/// <param name="Shows">In few words: <c>the whole text</c>, <c>lines 10-40</c>, <c>Order.Total</c>.</param>
/// <param name="Approved">How much of the file was approved; null when it was not among the files that were shown.</param>
public sealed record Widening(string Shows, ContextLevel? Approved)
{
    /// <summary>The sentence for a person.</summary>
    /// <param name="path">The file.</param>
    public string Words(string? path)
    {
        string approved = Approved switch
        {
            null => "which was no part of it",
            ContextLevel.Curated => "which was in it as a curated view",
            ContextLevel.Skeleton => "which was in it as signatures",
            ContextLevel.Outline => "which was in it as an outline",
            ContextLevel.Signature => "which was in it as names",
            _ => "which was in it",
        };
        return $"It widens what was approved when the worker was started: it shows {Shows} of {path ?? "a file"}, {approved}.";
    }
}
