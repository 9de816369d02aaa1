namespace Conductor.Views.Rendering;

/// <summary>
/// Cuts a documentation comment to its first sentence. Only cuts, so that what stays is the file's own text: the sign that opens the
/// comment, the sentence with the tags in it, and the sign that closes it.
/// </summary>
internal static class DocFold
{
    private static readonly string[] Skipped = ["summary", "para", "remarks", "p"];

    private static readonly string[] Ending =
        ["/summary", "para", "/para", "p", "br", "br/", "list", "code", "example", "remarks", "/remarks", "returns", "param", "/param", "typeparam", "exception", "value"];

    /// <summary>Adds at most two cuts, in the order of the text; none where nothing is gained.</summary>
    /// <param name="docs">The comment, from the sign that opens it to its last character.</param>
    public static void Add(string text, SourceSpan docs, List<Cut> cuts)
    {
        var isBlock = text.AsSpan(docs.Start, docs.Length).StartsWith("/*");
        var contentEnd = isBlock && text.AsSpan(docs.Start, docs.Length).EndsWith("*/") ? docs.End - 2 : docs.End;
        var leaderEnd = Math.Min(contentEnd, LeaderEnd(text, docs.Start, contentEnd));
        var start = ContentStart(text, leaderEnd, contentEnd);
        if (start >= contentEnd)
        {
            return;
        }

        // "/**" stands alone on its line; the blank before the sentence then is the one that parts them.
        var firstEnd = text[leaderEnd - 1] == ' ' || text[start - 1] != ' ' ? start : start - 1;
        if (firstEnd > leaderEnd)
        {
            cuts.Add(new Cut(leaderEnd, firstEnd, HasMark: false));
        }

        var end = SentenceEnd(text, start, contentEnd);
        var secondEnd = isBlock && text[contentEnd - 1] == ' ' && contentEnd - 1 > end ? contentEnd - 1 : contentEnd;
        if (!text.AsSpan(end, secondEnd - end).IsWhiteSpace())
        {
            cuts.Add(new Cut(end, secondEnd, HasMark: false));
        }
    }

    /// <summary>Behind the sign that starts a line of a comment and the blank behind it.</summary>
    private static int LeaderEnd(string text, int position, int end)
    {
        var sign = position;
        while (position < end && text[position] is '/' or '*' or '#' or '!')
        {
            position++;
        }

        return position > sign && position < end && text[position] == ' ' ? position + 1 : position;
    }

    private static int LineContent(string text, int position, int end)
    {
        while (position < end && text[position] is ' ' or '\t')
        {
            position++;
        }

        return LeaderEnd(text, position, end);
    }

    private static int ContentStart(string text, int position, int end)
    {
        while (position < end)
        {
            if (text[position] == '\n')
            {
                position = LineContent(text, position + 1, end);
            }
            else if (char.IsWhiteSpace(text[position]))
            {
                position++;
            }
            else if (text[position] == '<' && IsTag(text, position, end, Skipped, out var tagEnd))
            {
                position = tagEnd;
            }
            else
            {
                return position;
            }
        }

        return end;
    }

    private static int SentenceEnd(string text, int start, int end)
    {
        var last = start;
        for (var position = start; position < end;)
        {
            switch (text[position])
            {
                case '\n':
                    position = LineContent(text, position + 1, end);
                    if (position >= end || text[position] is '\r' or '\n' or '@')
                    {
                        return last;
                    }

                    break;
                case '<':
                    if (position > start && IsTag(text, position, end, Ending, out _))
                    {
                        return last;
                    }

                    var close = text.IndexOf('>', position, end - position);
                    position = close < 0 ? position + 1 : close + 1;
                    last = position;
                    break;
                case '.' or '?' or '!' when EndsSentence(text, position + 1, end):
                    return position + 1;
                default:
                    last = char.IsWhiteSpace(text[position]) ? last : position + 1;
                    position++;
                    break;
            }
        }

        return last;
    }

    /// <summary>"e.g. so" goes on, "file.cs" too.</summary>
    private static bool EndsSentence(string text, int position, int end)
    {
        if (position < end && !char.IsWhiteSpace(text[position]) && text[position] != '<')
        {
            return false;
        }

        while (position < end && (char.IsWhiteSpace(text[position]) || text[position] is '/' or '*'))
        {
            position++;
        }

        return position >= end || !char.IsLower(text[position]);
    }

    private static bool IsTag(string text, int position, int end, string[] names, out int tagEnd)
    {
        var close = text.IndexOf('>', position, end - position);
        tagEnd = close + 1;
        if (close < 0)
        {
            return false;
        }

        var inside = text.AsSpan(position + 1, close - position - 1);
        var blank = inside.IndexOfAny(' ', '\t', '\n');
        var name = blank < 0 ? inside : inside[..blank];
        foreach (var candidate in names)
        {
            if (name.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
