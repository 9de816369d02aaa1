using System.Collections.Immutable;

namespace Conductor.Views;

/// <summary>
/// What a language has to say about a file. Whatever reads the text, the views made of it are the same. Its spans fit the one text it was
/// read from and no other.
/// </summary>
/// <param name="Members">Every declaration once, in the order of the text; the bodies of one never overlap those of another.</param>
public sealed record SourceOutline(ImmutableArray<SourceMember> Members)
{
    /// <summary>How comments and strings are written in it.</summary>
    public SourceSyntax Syntax { get; init; } = SourceSyntax.CSharp;

    /// <summary>Whether a program wrote the file, so that nobody edits it by hand.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Whether the text has syntax errors.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Where the file imports what it uses, from its first import to its last; null where it has none or that is not known.</summary>
    public SourceSpan? Imports { get; init; }
}
