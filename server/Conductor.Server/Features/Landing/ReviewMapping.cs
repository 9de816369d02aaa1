using System.Globalization;
using Conductor.Server.Landing;
using Conductor.Server.Protocol;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Features.Landing;

/// <summary>Work that is looked at, from the repository's shape to the wire's.</summary>
internal static class ReviewMapping
{
    /// <summary>All of it.</summary>
    /// <param name="folder">The workspace in the ticket's tree, absolute; null when that is not there.</param>
    public static WorkReview ToInfo(ReviewedWork work, string? folder) => new(work.Base, work.Commit, folder, [.. work.Files.Select(ToInfo)]);

    private static WorkFileInfo ToInfo(ReviewedFile file)
    {
        string notes = string.Join(' ', new[] { Missing(file), Kind(file) }.OfType<string>());
        return new WorkFileInfo(file.Path, file.Before is not null, file.After is not null, Text(file.Before), Text(file.After), notes.Length > 0 ? notes : null);
    }

    /// <summary>Why a text is not there.</summary>
    private static string? Missing(ReviewedFile file) => file switch
    {
        { DoesNotLand: true } => "A repository within: its files do not land with the work. Take its .git away to have them, or leave it out.",
        { Before.Kind: ReviewedKind.Repository } or { After.Kind: ReviewedKind.Repository } => "A repository within: only which of its commits is meant has changed.",
        _ when IsTooLong(file.Before) || IsTooLong(file.After) =>
            string.Create(CultureInfo.InvariantCulture, $"Too long to show: {Math.Max(file.Before?.Content?.Size ?? 0, file.After?.Content?.Size ?? 0):N0} bytes."),
        _ when IsBinary(file.Before) || IsBinary(file.After) => "A binary file.",
        _ => null,
    };

    /// <summary>What becomes of what it is.</summary>
    private static string? Kind(ReviewedFile file) => (file.Before?.Kind, file.After?.Kind) switch
    {
        _ when file.DoesNotLand => null,
        (null, ReviewedKind.Executable) => "It is executable.",
        (null, ReviewedKind.Link) => "It is a link.",
        (ReviewedKind.Link, null) => "It was a link.",
        (null, _) or (_, null) => null,
        ({ } before, { } after) when before == after => null,
        (_, ReviewedKind.Link) => "It becomes a link.",
        (_, ReviewedKind.Repository) => "It becomes a repository within.",
        (ReviewedKind.File, ReviewedKind.Executable) => "It becomes executable.",
        (ReviewedKind.Executable, ReviewedKind.File) => "It is no longer executable.",
        (_, ReviewedKind.Executable) => "It becomes a file, an executable one.",
        _ => "It becomes a file.",
    };

    private static bool IsTooLong(ReviewedSide? side) => side is { Content: { Content: null } };

    private static bool IsBinary(ReviewedSide? side) => side is { Content.Content: not null } && Text(side) is null;

    private static string? Text(ReviewedSide? side) => side?.Content?.Content is { } bytes ? TextFile.Decode(bytes)?.Text : null;
}
