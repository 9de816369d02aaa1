using System.Collections.Immutable;
using Conductor.Views.Members;

namespace Conductor.Views;

/// <summary>What to show of one file.</summary>
/// <param name="Path">Workspace-relative, separated by '/'. It is printed in the view, and its extension chooses the language.</param>
/// <param name="Text">The whole text of the file, as decoded; any string is accepted.</param>
/// <param name="Level">The level wished for; a budget may force a lower one.</param>
/// <param name="BudgetTokens">The most tokens that the view may have; null is no limit, less than 0 is read as 0.</param>
public sealed record ViewRequest(string Path, string Text, ViewLevel Level, int? BudgetTokens = null)
{
    /// <summary>The outline of exactly this text, made elsewhere; null to have a C# text outlined here and any other shown as plain text.</summary>
    public SourceOutline? Outline { get; init; }

    /// <summary>Why a text in a language that has outlines has none, a sentence for the reader; null when nothing is wrong.</summary>
    public string? NoOutline { get; init; }

    /// <summary>
    /// What the reader wants to do, as the ticket says it: members that it names are shown first, then those marked hot, then those that share
    /// words with it. Empty when nothing is known.
    /// </summary>
    public string Wishes { get; init; } = string.Empty;

    /// <summary>Members, as <c>Type.Member</c>, whose bodies a curated view shows and no others; empty to let the wishes and the budget choose.</summary>
    public ImmutableArray<string> Members { get; init; } = [];

    /// <summary>The symbols that <c>#if</c> finds defined in a C# text.</summary>
    public ImmutableArray<string> Constants { get; init; } = [];

    /// <summary>The file as it was at an earlier look: only what has changed since is shown, if that can be told. Null shows the file.</summary>
    public MemberSnapshot? Seen { get; init; }

    /// <summary>The other files that declare parts of partial types of this one.</summary>
    public ImmutableArray<OtherParts> OtherParts { get; init; } = [];
}

/// <summary>Where else a partial type is declared.</summary>
/// <param name="Type">Its name with the types around it, as <see cref="SourceMember.FullName"/>.</param>
/// <param name="Paths">Workspace-relative, in the order to be named.</param>
public sealed record OtherParts(string Type, ImmutableArray<string> Paths);
