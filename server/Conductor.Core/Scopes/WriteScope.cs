using System.Collections.Immutable;

namespace Conductor.Core.Scopes;

/// <summary>What a ticket says that it changes: its <c>writes</c> globs, ready to be compared with those of others. Immutable and thread-safe.</summary>
public sealed class WriteScope
{
    private readonly ImmutableArray<(string Written, string[] Segments)> _globs;

    private WriteScope(ImmutableArray<(string, string[])> globs) => _globs = globs;

    /// <summary>Of a ticket that does not say what it changes.</summary>
    public static WriteScope Unknown { get; } = new([]);

    /// <summary>Nothing is said.</summary>
    public bool IsUnknown => _globs.IsEmpty;

    /// <summary>The first glob as written; null when nothing is said.</summary>
    public string? First => _globs.IsEmpty ? null : _globs[0].Written;

    /// <summary>The scope that globs as written stand for.</summary>
    public static WriteScope Of(ImmutableArray<string> globs) => globs.IsDefaultOrEmpty
        ? Unknown
        : new WriteScope([.. globs.SelectMany(glob => GlobText.Expand(glob).Select(plain => (glob, Segments(plain))))]);

    /// <summary>The first pair of globs, as written, that one path can match both of; null where there is none, or one of the scopes is unknown.</summary>
    public (string Mine, string Theirs)? OverlapWith(WriteScope other)
    {
        if (ReferenceEquals(this, other))
        {
            return _globs.IsEmpty ? null : (_globs[0].Written, _globs[0].Written);
        }

        foreach ((string mine, string[] left) in _globs)
        {
            foreach ((string theirs, string[] right) in other._globs)
            {
                if (GlobOverlap.Of(left, right))
                {
                    return (mine, theirs);
                }
            }
        }

        return null;
    }

    /// <summary>Split at its slashes. The matcher of paths takes <c>*.*</c> for any name, as old shells do, so this does too.</summary>
    private static string[] Segments(string glob) =>
        [.. glob.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => segment == "*.*" ? "*" : segment)];
}
