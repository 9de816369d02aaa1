using System.Text;

namespace Conductor.Views.Rendering;

/// <summary>
/// Writes a declaration on one line: blank space becomes one blank, comments and directives go, and so do bodies. What stands in strings is
/// left as it is, but for its line breaks.
/// </summary>
internal static class OneLine
{
    private static readonly HashSet<string> Directives = new(StringComparer.Ordinal)
    {
        "if", "ifdef", "ifndef", "elif", "else", "endif", "region", "endregion", "pragma", "nullable", "line", "warning", "error", "undef", "include",
    };

    /// <summary>Appends the text from <paramref name="start"/> to <paramref name="end"/> without the bodies in it.</summary>
    /// <param name="bodies">In the order of the text.</param>
    /// <param name="inPlace">Stands for a body that something follows.</param>
    public static void Append(StringBuilder target, string text, int start, int end, IEnumerable<SourceSpan> bodies, string inPlace)
    {
        var writer = new Writer(target);
        foreach (var body in bodies)
        {
            if (body.Start < start || body.End > end)
            {
                continue;
            }

            Append(writer, text, start, body.Start);
            var isInitializer = text.AsSpan(body.Start, body.Length).TrimStart() is ['=', not '>', ..];
            writer.Put(isInitializer ? " = …" : body.End < end ? inPlace : string.Empty);
            start = body.End;
        }

        Append(writer, text, start, end);
        writer.End();
    }

    private static void Append(Writer writer, string text, int start, int end)
    {
        for (var position = start; position < end;)
        {
            var rest = text.AsSpan(position, end - position);
            var length = rest[0] switch
            {
                '/' when rest.StartsWith("//") || rest.StartsWith("/*") => writer.Skip(CommentLength(rest)),
                '#' when IsFirstOnLine(text, position) && IsDirective(rest) => writer.Skip(LineLength(rest)),
                '"' => writer.Copy(rest[..StringLength(rest, text, position)]),
                '\'' when rest.Length > 2 && (rest[2] == '\'' || rest[1] == '\\') => writer.Copy(rest[..CharacterLength(rest)]),
                _ => writer.Copy(rest[..1]),
            };
            position += length;
        }
    }

    private static int CommentLength(ReadOnlySpan<char> rest)
    {
        if (rest[1] == '/')
        {
            return LineLength(rest);
        }

        var close = rest[2..].IndexOf("*/");
        return close < 0 ? rest.Length : close + 4;
    }

    private static int LineLength(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOf('\n');
        return length < 0 ? rest.Length : length;
    }

    /// <summary>A directive, an attribute or a comment: not the name of a private member, and not a macro, which is a declaration.</summary>
    private static bool IsDirective(ReadOnlySpan<char> rest)
    {
        var word = rest[1..];
        var length = 0;
        while (length < word.Length && char.IsLetter(word[length]))
        {
            length++;
        }

        return length == 0 || Directives.Contains(word[..length].ToString());
    }

    private static bool IsFirstOnLine(string text, int position)
    {
        var before = text.AsSpan(0, position);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    private static int CharacterLength(ReadOnlySpan<char> rest)
    {
        var close = rest[2..].IndexOf('\'');
        return close < 0 ? 1 : close + 3;
    }

    /// <summary>A string of any kind, quotes included; up to the end of the line where it does not end.</summary>
    private static int StringLength(ReadOnlySpan<char> rest, string text, int position)
    {
        var quotes = rest.Length - rest.TrimStart('"').Length;
        if (quotes >= 3)
        {
            var raw = rest[quotes..].IndexOf(new string('"', quotes));
            return raw < 0 ? rest.Length : raw + (quotes * 2);
        }

        var isVerbatim = position > 0 && text[position - 1] == '@';
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"' && isVerbatim && at + 1 < rest.Length && rest[at + 1] == '"')
            {
                at++;
            }
            else if (rest[at] == '"')
            {
                return at + 1;
            }
            else if (rest[at] == '\\' && !isVerbatim)
            {
                at++;
            }
            else if (rest[at] == '\n' && !isVerbatim)
            {
                return at;
            }
        }

        return rest.Length;
    }

    /// <summary>Puts at most one blank between two words, and none at either end.</summary>
    private sealed class Writer(StringBuilder target)
    {
        private readonly int _start = target.Length;
        private bool _isParted;

        public int Copy(ReadOnlySpan<char> piece)
        {
            foreach (var character in piece)
            {
                if (char.IsWhiteSpace(character) || char.IsControl(character))
                {
                    _isParted = true;
                    continue;
                }

                if (_isParted && target.Length > _start)
                {
                    target.Append(' ');
                }

                _isParted = false;
                target.Append(character);
            }

            return piece.Length;
        }

        public int Skip(int length)
        {
            _isParted = true;
            return length;
        }

        public void Put(string piece)
        {
            target.Append(piece);
            _isParted = false;
        }

        /// <summary>A declaration that ends with nothing but its sign for the end ends without it.</summary>
        public void End()
        {
            while (target.Length > _start && target[^1] is ';' or ' ' or ',')
            {
                target.Length--;
            }
        }
    }
}
