using System.Globalization;
using System.Text;

namespace Conductor.Views.Rendering;

/// <summary>The outline: one line per member, with its line number before it. And the names alone: one line per type.</summary>
internal static class OutlineRenderer
{
    /// <summary>Characters of an initialiser, or of the value of a constant, that still says something on such a line.</summary>
    private const int LongestValue = 60;

    private const string Gap = " …";

    /// <summary>One line per member, deeper ones indented, in the order of the text.</summary>
    public static string Members(string header, ViewSource source, SourceOutline outline)
    {
        var view = new StringBuilder(header);
        var lines = new LineIndex(source.Text);
        foreach (var member in outline.Members)
        {
            var start = SignatureStart(source.Text, member);
            view.Append(CultureInfo.InvariantCulture, $"{lines.At(start)}:").Append(' ', member.Depth + 1);
            if (member.Kind == SourceMemberKind.Statements)
            {
                view.Append("(statements)");
            }
            else
            {
                AppendSignature(view, source.Text, member, start, outline.Syntax);
            }

            if (!member.CanElide && member.Body is { } body)
            {
                // What is in there is uncertain, so the reader is told where to look for declarations that did not come out.
                view.Append(CultureInfo.InvariantCulture, $" [L{lines.At(body.Start)}-{lines.At(body.End)} broken or conditional]");
            }

            view.Append(source.LineBreak);
        }

        return view.ToString();
    }

    /// <summary>One line per type with the names of its members, and one for what stands outside any type.</summary>
    public static string Names(string header, ViewSource source, SourceOutline outline)
    {
        var view = new StringBuilder(header);
        var types = new List<(string Name, List<string> Members)>();
        foreach (var member in outline.Members)
        {
            if (member.Kind is SourceMemberKind.Type or SourceMemberKind.Enum)
            {
                types.Add((member.FullName, []));
            }
            else if (member.Kind is not (SourceMemberKind.Namespace or SourceMemberKind.Statements))
            {
                var owner = types.FindLast(type => type.Name == member.Container);
                if (owner.Members is null)
                {
                    owner = (member.Container, []);
                    types.Add(owner);
                }

                owner.Members.Add(member.Name);
            }
        }

        foreach (var (name, members) in types)
        {
            view.Append(name.Length == 0 ? "(no type)" : name).Append(members.Count == 0 ? string.Empty : ": ");
            view.AppendJoin(", ", members.CountBy(member => member).Select(Times)).Append(source.LineBreak);
        }

        return view.ToString();
    }

    private static string Times(KeyValuePair<string, int> member) =>
        member.Value == 1 ? member.Key : string.Create(CultureInfo.InvariantCulture, $"{member.Key} ×{member.Value}");

    private static void AppendSignature(StringBuilder view, string text, SourceMember member, int start, SourceSyntax syntax)
    {
        if (member.HasMembers)
        {
            OneLine.Append(view, text, start, Math.Max(start, member.SignatureEnd), MemberBodies.Of(member), Gap, syntax);
            return;
        }

        // Accessors and semicolons stand behind the last body, so the signature is all that is left of the member without them.
        var from = view.Length;
        var inPlace = member.Kind is SourceMemberKind.Property or SourceMemberKind.Event ? ";" : Gap;
        OneLine.Append(view, text, start, Math.Max(start, HasDocsInside(member) ? member.SignatureEnd : DeclarationEnd(text, member, syntax)), MemberBodies.Of(member), inPlace, syntax);
        if (member.Kind is SourceMemberKind.Field or SourceMemberKind.Property && view.Length - from > LongestValue)
        {
            CutValue(view, from);
        }
    }

    /// <summary>Whether the documentation stands behind the signature, as a string that begins the body.</summary>
    private static bool HasDocsInside(SourceMember member) => member.Docs is { } docs && docs.Start >= member.SignatureEnd;

    private static void CutValue(StringBuilder view, int from)
    {
        var line = view.ToString(from, view.Length - from);
        var at = line.IndexOf(" = ", StringComparison.Ordinal);
        var arrow = line.IndexOf(" => ", StringComparison.Ordinal);
        at = at >= 0 && (arrow < 0 || at < arrow) ? at : -1;
        if (at >= 0 && line.Length - at > LongestValue && line.IndexOf(',', at) < 0)
        {
            view.Length = from + at;
            view.Append(" = …");
        }
    }

    /// <summary>Where the last body ends if only blanks and a comment follow it: there then is nothing behind the signature.</summary>
    private static int DeclarationEnd(string text, SourceMember member, SourceSyntax syntax)
    {
        var last = member.FurtherBodies.IsEmpty ? member.Body?.End : member.FurtherBodies[^1].End;
        var rest = text.AsSpan(last ?? member.Whole.End, member.Whole.End - (last ?? member.Whole.End)).TrimStart();
        return last is { } end && (rest.IsEmpty || Lexis.At(text, member.Whole.End - rest.Length, member.Whole.End, syntax).IsComment) ? end : member.Whole.End;
    }

    private static int SignatureStart(string text, SourceMember member)
    {
        var start = member.SignatureStart ?? member.Docs?.End ?? member.Whole.Start;
        while (start < member.Whole.End && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return start;
    }
}
