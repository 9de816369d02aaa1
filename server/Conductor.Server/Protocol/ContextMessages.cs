namespace Conductor.Server.Protocol;

/// <summary>How much of a file a view keeps.</summary>
public enum ViewLevelName
{
    Curated,
    Skeleton,
    Full,
}

/// <param name="Path">Workspace-relative, '/'-separated.</param>
/// <param name="Budget">Most tokens the view may have; null means no limit.</param>
public sealed record ViewParams(string Path, ViewLevelName Level, int? Budget = null);

/// <summary>A curated view.</summary>
/// <param name="Note">Why it is not what was asked; null when it is.</param>
public sealed record ViewResult(string Path, ViewLevelName Level, string Text, int Tokens, int FullTokens, int ElidedBodies, string? Note);
