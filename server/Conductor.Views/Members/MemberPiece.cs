namespace Conductor.Views.Members;

/// <summary>Takes a text apart into what is each member's own and what stands between them.</summary>
internal static class MemberPiece
{
    /// <summary>What of a text is a member's own: all of it, or the head of one that has members.</summary>
    public static SourceSpan Of(SourceMember member)
    {
        if (!member.HasMembers)
        {
            return member.Whole;
        }

        var bodiesEnd = member.FurtherBodies.IsEmpty ? member.Body?.End ?? 0 : member.FurtherBodies[^1].End;
        return new SourceSpan(member.Whole.Start, Math.Max(member.Whole.Start, Math.Max(member.SignatureEnd, bodiesEnd)));
    }

    /// <summary>What stands between members and says something: imports, attributes of the assembly, directives, comments.</summary>
    public static IEnumerable<SourceSpan> Between(string text, SourceOutline outline)
    {
        var position = text.StartsWith('\uFEFF') ? 1 : 0;
        foreach (var piece in outline.Members.Select(Of).Append(new SourceSpan(text.Length, text.Length)))
        {
            if (piece.Start > position && HasWords(text.AsSpan(position, piece.Start - position)))
            {
                yield return new SourceSpan(position, piece.Start);
            }

            position = Math.Max(position, piece.End);
        }
    }

    private static bool HasWords(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsLetter(character))
            {
                return true;
            }
        }

        return false;
    }
}
