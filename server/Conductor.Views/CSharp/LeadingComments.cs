namespace Conductor.Views.CSharp;

/// <summary>
/// The comments right above a declaration, read backwards from it as lines of text: between the token before and the declaration there is
/// nothing but blank space, comments and directives, and making nodes for them would cost more than the walk itself.
/// </summary>
/// <param name="Start">Where the declaration starts with its comments: the start of a line, if nothing else stands on it.</param>
/// <param name="Docs">The documentation among the comments, without indentation and line break.</param>
internal readonly record struct LeadingComments(int Start, SourceSpan? Docs)
{
    /// <param name="fullStart">Behind the token before the declaration and what belongs to that token.</param>
    /// <param name="start">The first character of the declaration, attributes included.</param>
    public static LeadingComments Of(string text, int fullStart, int start)
    {
        var line = LineStart(text, start);
        if (line < fullStart || !text.AsSpan(line, start - line).IsWhiteSpace())
        {
            return new LeadingComments(start, null);
        }

        SourceSpan? docs = null;
        while (line > fullStart)
        {
            var previous = LineStart(text, line - 1);
            if (previous < fullStart || CommentEndingAt(text, fullStart, previous, line) is not { } comment)
            {
                break;
            }

            var isDocs = IsDocs(text, comment);
            docs = isDocs && docs is { } below && IsOneLine(text, below.Start, comment) ? new SourceSpan(comment.Start, below.End)
                : isDocs && docs is null ? comment
                : docs;
            line = LineStart(text, comment.Start);
        }

        return new LeadingComments(line, docs);
    }

    /// <summary>The comment that takes the line, or that ends on it; null when the line holds none or anything besides.</summary>
    private static SourceSpan? CommentEndingAt(string text, int fullStart, int line, int next)
    {
        var content = text.AsSpan(line, next - line);
        var end = line + content.TrimEnd().Length;
        var start = next - content.TrimStart().Length;
        if (content.TrimStart().StartsWith("//"))
        {
            return new SourceSpan(start, end);
        }

        if (!text.AsSpan(line, end - line).EndsWith("*/"))
        {
            return null;
        }

        var opening = text.LastIndexOf("/*", end - 1, end - fullStart, StringComparison.Ordinal);
        return opening >= fullStart && text.AsSpan(LineStart(text, opening), opening - LineStart(text, opening)).IsWhiteSpace()
            ? new SourceSpan(opening, end)
            : null;
    }

    private static bool IsDocs(string text, SourceSpan comment)
    {
        var content = text.AsSpan(comment.Start, comment.Length);
        return (content.StartsWith("///") && !content.StartsWith("////"))
            || (content.StartsWith("/**") && content.Length > 4 && content[3] is not ('*' or '/'));
    }

    /// <summary>Whether a comment of the style <c>///</c> stands on the line right above the documentation found so far.</summary>
    private static bool IsOneLine(string text, int below, SourceSpan comment) =>
        text[comment.Start + 1] == '/' && text[below + 1] == '/' && text.AsSpan(comment.End, below - comment.End).IsWhiteSpace();

    private static int LineStart(string text, int position) => text.AsSpan(0, position).LastIndexOf('\n') + 1;
}
