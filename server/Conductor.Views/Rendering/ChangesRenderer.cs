using System.Globalization;
using System.Text;
using Conductor.Views.Members;

namespace Conductor.Views.Rendering;

/// <summary>The second look at a file: the text of what has changed since the first, and the names of what has gone.</summary>
internal static class ChangesRenderer
{
    /// <returns>Null when there is no outline to compare by, or the file itself is shorter.</returns>
    public static ViewDraft? Draft(ViewSource source, ViewRequest request, SourceOutline? outline, MemberSnapshot seen)
    {
        var sign = ViewHeader.CommentSign(request.Path);
        if (seen.ContentHash == source.ContentHash)
        {
            var same = $"{sign}{source.Identity} Unchanged since @{seen.ShownHash}: it is as shown before.{source.LineBreak}";
            return new ViewDraft(request.Level, same);
        }

        if (seen.Members.IsEmpty || outline is null)
        {
            return null;
        }

        var changes = MemberChanges.Between(seen, MemberSnapshot.Of(source.Text, outline));
        var header = $"{sign}{source.Identity} NOT the whole file: only what changed since @{seen.ShownHash} ({changes.Describe()}); the rest is as shown before, "
            + $"but for its line numbers.{source.LineBreak}";
        var view = new StringBuilder(header);
        var lines = new LineIndex(source.Text);
        foreach (var piece in MemberPiece.Between(source.Text, outline))
        {
            if (!seen.Outside.Contains(MemberSnapshot.VisibleHash(source.Text.AsSpan(piece.Start, piece.Length))))
            {
                AppendPiece(view, source, lines, sign, "outside members", piece);
            }
        }

        foreach (var index in changes.Shown)
        {
            var member = outline.Members[index];
            AppendPiece(view, source, lines, sign, member.FullName, MemberPiece.Of(member));
        }

        return view.Length < source.Text.Length ? new ViewDraft(request.Level, view.ToString()) { HeaderLength = header.Length } : null;
    }

    private static void AppendPiece(StringBuilder view, ViewSource source, LineIndex lines, string sign, string name, SourceSpan piece)
    {
        var text = source.Text.AsSpan(piece.Start, piece.Length);
        var first = lines.At(piece.Start);
        var last = lines.At(text.EndsWith("\n") ? piece.End - 1 : piece.End);
        view.Append(CultureInfo.InvariantCulture, $"{sign}L{first}-{last} {name}{source.LineBreak}").Append(text);
        if (!text.EndsWith("\n"))
        {
            view.Append(source.LineBreak);
        }
    }
}
