using System.Collections.Immutable;

namespace Conductor.Views.Reach;

/// <summary>What the shown code of a file uses of other files, and who of them uses it.</summary>
/// <param name="Uses">By path and line.</param>
/// <param name="Callers">Those of tests last, else by path and line.</param>
public sealed record Neighbours(ImmutableArray<UsedSymbol> Uses, ImmutableArray<CallerLine> Callers)
{
    /// <summary>Neither uses nor callers.</summary>
    public static Neighbours None { get; } = new([], []);

    /// <summary>Whether there is anything to say.</summary>
    public bool IsEmpty => Uses.IsEmpty && Callers.IsEmpty;
}

/// <summary>A symbol of another file.</summary>
/// <param name="Path">Workspace-relative.</param>
/// <param name="Line">Where it is declared, from 1.</param>
/// <param name="Signature">On one line, with the type it stands in.</param>
/// <param name="Times">How often the shown code names it.</param>
public sealed record UsedSymbol(string Path, int Line, string Signature, int Times);

/// <summary>A line of another file that uses what is shown.</summary>
/// <param name="Path">Workspace-relative.</param>
/// <param name="Line">From 1.</param>
/// <param name="Member">The member it stands in, <c>Type.Member</c>; empty outside any.</param>
/// <param name="Text">The line without its indentation, cut where it is long.</param>
public sealed record CallerLine(string Path, int Line, string Member, string Text);
