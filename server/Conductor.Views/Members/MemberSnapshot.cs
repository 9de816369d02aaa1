using System.Collections.Immutable;
using System.Text;
using Conductor.Views.Rendering;

namespace Conductor.Views.Members;

/// <summary>What a file was made of when it was looked at, as hashes: enough to say later what has changed since, without keeping its text.</summary>
/// <param name="ContentHash">XXH128 of the text's UTF-8 bytes, 32 lower-case hexadecimal digits.</param>
/// <param name="Members">In the order of the text; empty for a text without an outline.</param>
/// <param name="Outside">Hashes of what stands between members, blank space aside: imports, comments, directives.</param>
public sealed record MemberSnapshot(string ContentHash, ImmutableArray<MemberState> Members, ImmutableArray<string> Outside)
{
    /// <summary>Hexadecimal digits that views and refusals print of a hash.</summary>
    public const int ShownDigits = 8;

    /// <summary>Whether it knows what the text was made of, so that it says in what another one differs.</summary>
    public bool HasOutline => !Members.IsEmpty || !Outside.IsEmpty;

    /// <summary>The content hash as views print it.</summary>
    public string ShownHash => ContentHash[..ShownDigits];

    /// <param name="outline">The outline of exactly this text; null when there is none.</param>
    public static MemberSnapshot Of(string text, SourceOutline? outline)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (outline is null)
        {
            return new MemberSnapshot(Hash(text), [], []);
        }

        var members = ImmutableArray.CreateBuilder<MemberState>();
        var keys = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in outline.Members)
        {
            var piece = MemberPiece.Of(member);
            var key = Key(text, member, outline.Syntax);
            var times = keys[key] = keys.GetValueOrDefault(key) + 1;
            members.Add(new MemberState(member.FullName, times == 1 ? key : $"{key}#{times}", Hash(text.AsSpan(piece.Start, piece.Length))));
        }

        return new MemberSnapshot(
            Hash(text),
            members.ToImmutable(),
            [.. MemberPiece.Between(text, outline).Select(piece => VisibleHash(text.AsSpan(piece.Start, piece.Length)))]);
    }

    /// <summary>The hash of a piece of text, as of a whole one.</summary>
    public static string Hash(ReadOnlySpan<char> text) => TextHash.Of(text);

    /// <summary>The hash of a text without its blank space: members that come and go leave some behind.</summary>
    internal static string VisibleHash(ReadOnlySpan<char> text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character))
            {
                visible.Append(character);
            }
        }

        return Hash(visible.ToString());
    }

    // Overloads are told apart by their signatures; one that changes is gone under the old and new under another.
    private static string Key(string text, SourceMember member, SourceSyntax syntax)
    {
        var key = new StringBuilder(member.FullName).Append('\n');
        if (!member.HasMembers)
        {
            var start = member.SignatureStart ?? member.Docs?.End ?? member.Whole.Start;
            OneLine.Append(key, text, start, Math.Max(start, member.SignatureEnd), [], string.Empty, syntax);
        }

        return key.ToString();
    }
}

/// <summary>One member of a snapshot.</summary>
/// <param name="FullName">As <see cref="SourceMember.FullName"/>.</param>
/// <param name="Key">Tells it from all other members of the file.</param>
/// <param name="Hash">Of its whole text; for a type of its head alone, since its members are members too.</param>
public sealed record MemberState(string FullName, string Key, string Hash);
