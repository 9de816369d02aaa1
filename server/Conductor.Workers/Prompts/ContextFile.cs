using System.Collections.Immutable;
using Conductor.Views;
using Conductor.Workers.Outlines;

namespace Conductor.Workers.Prompts;

/// <summary>A file of a ticket's context, as far as it could be read.</summary>
/// <param name="Path">As the ticket names it.</param>
/// <param name="Text">The whole text; null when it could not be read.</param>
/// <param name="Error">Why it could not be read and what to do, in one sentence; null when it could.</param>
public sealed record ContextFile(string Path, string? Text, string? Error = null)
{
    /// <summary>The symbols that <c>#if</c> finds defined.</summary>
    public ImmutableArray<string> Constants { get; init; } = [];

    /// <summary>The other files that declare parts of partial types of this one, as far as they are known.</summary>
    public ImmutableArray<OtherParts> OtherParts { get; init; } = [];

    /// <summary>The declarations of the text, where another program than the views reads them.</summary>
    public OutlineReading Outline { get; init; } = OutlineReading.NotNeeded;
}
