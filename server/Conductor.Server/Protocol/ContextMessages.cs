namespace Conductor.Server.Protocol;

/// <summary>How much of a file a view keeps.</summary>
public enum ViewLevelName
{
    /// <summary>The bodies that matter, and signatures of the rest.</summary>
    Curated,

    /// <summary>Signatures and the first sentence of their documentation.</summary>
    Skeleton,

    /// <summary>The whole text.</summary>
    Full,

    /// <summary>Each declaration on one line with its line number.</summary>
    Outline,

    /// <summary>Names of types and members.</summary>
    Signature,
}

/// <summary>Which view of which file.</summary>
/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Budget">Most tokens the view may have; null means no limit.</param>
/// <param name="TrackId">With <paramref name="TicketId"/>: the ticket whose file it is, shown as it stands in the ticket's working tree where it has one; null for the workspace's folder.</param>
/// <param name="TicketId">See <paramref name="TrackId"/>.</param>
public sealed record ViewParams(string Path, ViewLevelName Level, int? Budget = null, string? TrackId = null, string? TicketId = null);

/// <summary>A curated view.</summary>
/// <param name="Tokens">Of the text: the view's own and those of what is around it.</param>
/// <param name="FullTokens">Of the whole file.</param>
/// <param name="Note">Why it is not what was asked; null when it is.</param>
/// <param name="AroundTokens">How many of them are of what its shown code uses of other files and who uses it; null when there is nothing of that.</param>
/// <param name="TreeFolder">The ticket's working tree that the file was read in, workspace-relative; null for the workspace's folder.</param>
public sealed record ViewResult(
    string Path, ViewLevelName Level, string Text, int Tokens, int FullTokens, int ElidedBodies, string? Note, int? AroundTokens = null, string? TreeFolder = null);

/// <summary>Which place of which text.</summary>
/// <param name="Path">Workspace-relative, '/'-separated; its ending chooses the language.</param>
/// <param name="Text">The whole text as the editor has it, saved or not.</param>
/// <param name="Line">From 0.</param>
/// <param name="Member">A declaration, <c>Type.Member</c>, that is asked for wherever the text has it; null for the one around the line.</param>
public sealed record MemberAtParams(string Path, string Text, int Line, string? Member = null);

/// <summary>What is declared around a place.</summary>
/// <param name="Member">The innermost declaration, <c>Type.Member</c>, or the one that was asked for; null where there is none.</param>
/// <param name="Note">Why nothing can be told of the whole text; null when something can.</param>
public sealed record MemberAtResult(string? Member, string? Note = null);
