using System.Collections.Immutable;

namespace Conductor.Core.Scopes;

/// <summary>One plain glob of a scope.</summary>
/// <param name="Written">The glob that it comes from, as a person wrote it.</param>
/// <param name="Plain">Its text.</param>
/// <param name="Segments">The text split at its slashes.</param>
internal sealed record ScopeGlob(string Written, string Plain, string[] Segments)
{
    /// <summary>The name that every path which it matches ends in; null where that is open.</summary>
    public string? LastSegment => Segments is [.., var last] && GlobOverlap.IsPlain(last) ? last : null;
}

/// <summary>What a ticket says that it changes: its <c>writes</c> globs, ready to be compared with those of others. Immutable and thread-safe.</summary>
public sealed class WriteScope
{
    private WriteScope(ImmutableArray<ScopeGlob> globs) => Globs = globs;

    /// <summary>Of a ticket that does not say what it changes.</summary>
    public static WriteScope Unknown { get; } = new([]);

    /// <summary>What the globs that people wrote stand for; empty when nothing is said.</summary>
    internal ImmutableArray<ScopeGlob> Globs { get; }

    /// <summary>Nothing is said.</summary>
    public bool IsUnknown => Globs.IsEmpty;

    /// <summary>The first glob as written; null when nothing is said.</summary>
    public string? First => Globs.IsEmpty ? null : Globs[0].Written;

    /// <summary>The scope that globs as written stand for.</summary>
    public static WriteScope Of(ImmutableArray<string> globs) => globs.IsDefaultOrEmpty
        ? Unknown
        : new WriteScope([.. globs.SelectMany(glob => GlobText.Expand(glob).Select(plain => new ScopeGlob(glob, plain, Segments(plain))))]);

    /// <summary>The first pair of globs, as written, that one path can match both of; null where there is none, or one of the scopes is unknown.</summary>
    public (string Mine, string Theirs)? OverlapWith(WriteScope other)
    {
        if (ReferenceEquals(this, other))
        {
            return Globs.IsEmpty ? null : (Globs[0].Written, Globs[0].Written);
        }

        foreach (ScopeGlob mine in Globs)
        {
            foreach (ScopeGlob theirs in other.Globs)
            {
                if (GlobOverlap.Of(mine.Segments, theirs.Segments))
                {
                    return (mine.Written, theirs.Written);
                }
            }
        }

        return null;
    }

    /// <summary>Split at its slashes. The matcher of paths takes <c>*.*</c> for any name, as old shells do, so this does too.</summary>
    private static string[] Segments(string glob) =>
        [.. glob.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment == "*.*" ? "*" : segment)];
}
