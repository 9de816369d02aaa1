using System.Collections.Immutable;

namespace Conductor.Views;

/// <summary>One declaration of a file, as spans of its text. Members of a type are members too, and follow it.</summary>
/// <param name="Name">The simple name; the names of one declaration of several variables are joined by ", ".</param>
/// <param name="Container">The names of the types around it, outermost first, joined by '.'; empty outside any type.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Depth">How many declarations it stands in, 0 for the outermost.</param>
/// <param name="Whole">Documentation, attributes, declaration and body; whole lines, line break included, where it stands alone on them.</param>
/// <param name="SignatureEnd">Behind the last character of the declaration that is not body.</param>
/// <param name="Body">What a view may leave out, with the blank space before it; null when there is nothing.</param>
/// <param name="Docs">The documentation comment without its indentation and last line break; in a string behind the signature the text between its quotes; null when there is none.</param>
/// <param name="IsHot">Whether the source marks it, or a type it stands in, as one whose body matters.</param>
/// <param name="CanElide">False where a parse error or a directive makes it uncertain where the body ends: it then stays as it is.</param>
public sealed record SourceMember(
    string Name,
    string Container,
    SourceMemberKind Kind,
    int Depth,
    SourceSpan Whole,
    int SignatureEnd,
    SourceSpan? Body = null,
    SourceSpan? Docs = null,
    bool IsHot = false,
    bool CanElide = true)
{
    /// <summary>Further stretches that are left out together with <see cref="Body"/> and stand behind it, in the order of the text: the second accessor of a property.</summary>
    public ImmutableArray<SourceSpan> FurtherBodies { get; init; } = [];

    /// <summary>The first character of the declaration itself, behind documentation and attributes; null where these are unknown.</summary>
    public int? SignatureStart { get; init; }

    /// <summary>Whether other files may declare more of the same type.</summary>
    public bool IsPartial { get; init; }

    /// <summary><c>Container.Name</c>, as a ticket or a reader names it.</summary>
    public string FullName => Container.Length == 0 ? Name : $"{Container}.{Name}";

    /// <summary>Whether other members may stand in it.</summary>
    public bool HasMembers => Kind is SourceMemberKind.Namespace or SourceMemberKind.Type;
}
