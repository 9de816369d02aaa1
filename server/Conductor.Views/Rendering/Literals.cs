namespace Conductor.Views.Rendering;

/// <summary>Where strings, characters and patterns end, by language.</summary>
internal static class Literals
{
    /// <summary>What an expression may begin behind: a slash there begins a pattern and divides nothing.</summary>
    private const string BeforePattern = "(,=:[!&|?{};+-*%<>~^";

    /// <summary>The length of what begins at a position, quotes included; 1 where it is none of these. Up to the end of the line where it does not end.</summary>
    /// <param name="end">Behind the last character that is looked at; it lies behind <paramref name="position"/>.</param>
    public static int LengthAt(string text, int position, int end, SourceSyntax syntax)
    {
        var rest = text.AsSpan(position, end - position);
        return (rest[0], syntax) switch
        {
            ('"', SourceSyntax.CSharp) => CSharpLength(text, position, rest),
            ('"', SourceSyntax.C) when position > 0 && text[position - 1] == 'R' => DelimitedLength(rest),
            ('"', SourceSyntax.Rust) => RustLength(text, position, rest),
            ('"', SourceSyntax.Java) or ('"' or '\'', SourceSyntax.Python) when IsTripled(rest) => QuotedLength(rest, 3, isMultiline: true),
            ('"', _) or ('\'', SourceSyntax.Python or SourceSyntax.Script) => QuotedLength(rest, 1, isMultiline: false),
            ('\'', _) => CharacterLength(rest),
            ('`', SourceSyntax.Go) => Through(rest, 1, "`"),
            ('`', SourceSyntax.Script) => TemplateLength(text, position, end),
            ('/', SourceSyntax.Script) when IsPattern(text, position) => PatternLength(rest),
            _ => 1,
        };
    }

    private static bool IsTripled(ReadOnlySpan<char> rest) => rest.Length >= 3 && rest[1] == rest[0] && rest[2] == rest[0];

    private static int QuotedLength(ReadOnlySpan<char> rest, int quotes, bool isMultiline)
    {
        var mark = rest[..quotes];
        for (var at = quotes; at < rest.Length; at++)
        {
            if (rest[at..].StartsWith(mark))
            {
                return at + quotes;
            }

            if (rest[at] == '\n' && !isMultiline)
            {
                return at;
            }

            // An escaped line break continues the string.
            at += rest[at] == '\\' ? 1 : 0;
        }

        return rest.Length;
    }

    /// <summary>Up to a mark that nothing escapes.</summary>
    private static int Through(ReadOnlySpan<char> rest, int from, string mark)
    {
        var at = rest[from..].IndexOf(mark);
        return at < 0 ? rest.Length : from + at + mark.Length;
    }

    private static int CSharpLength(string text, int position, ReadOnlySpan<char> rest)
    {
        var quotes = rest.Length - rest.TrimStart('"').Length;
        if (quotes >= 3)
        {
            return Through(rest, quotes, new string('"', quotes));
        }

        if (!IsVerbatim(text, position))
        {
            return QuotedLength(rest, 1, isMultiline: false);
        }

        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] == '"' && (at + 1 == rest.Length || rest[at + 1] != '"'))
            {
                return at + 1;
            }

            at += rest[at] == '"' ? 1 : 0;
        }

        return rest.Length;
    }

    private static bool IsVerbatim(string text, int position) =>
        position > 0 && (text[position - 1] == '@' || (position > 1 && text[position - 1] == '$' && text[position - 2] == '@'));

    /// <summary><c>R"end(…)end"</c>.</summary>
    private static int DelimitedLength(ReadOnlySpan<char> rest)
    {
        var open = rest.IndexOf('(');
        return open < 0 ? QuotedLength(rest, 1, isMultiline: false) : Through(rest, open + 1, $"){rest[1..open]}\"");
    }

    /// <summary><c>r#"…"#</c> ends with as many signs as it begins with; a string without the letter may take several lines too.</summary>
    private static int RustLength(string text, int position, ReadOnlySpan<char> rest)
    {
        var before = text.AsSpan(0, position);
        var signs = position - before.TrimEnd('#').Length;
        return before[..(position - signs)] is [.., 'r'] ? Through(rest, 1, $"\"{new string('#', signs)}") : QuotedLength(rest, 1, isMultiline: true);
    }

    /// <summary>A character, and not the beginning of a lifetime, nor a sign between digits.</summary>
    private static int CharacterLength(ReadOnlySpan<char> rest)
    {
        var isCharacter = rest.Length > 2 && (rest[2] == '\'' || rest[1] == '\\' || (rest.Length > 3 && char.IsHighSurrogate(rest[1]) && rest[3] == '\''));
        var close = isCharacter ? rest[2..].IndexOf('\'') : -1;
        return close < 0 ? 1 : close + 3;
    }

    /// <summary>What stands in <c>${}</c> is code, which may hold strings with backticks of their own.</summary>
    private static int TemplateLength(string text, int position, int end)
    {
        // Code within templates within code: what nobody writes by hand must not end the process.
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return end - position;
        }

        for (var at = position + 1; at < end; at++)
        {
            if (text[at] == '`')
            {
                return at + 1 - position;
            }

            if (text[at] == '$' && at + 1 < end && text[at + 1] == '{')
            {
                at = CodeEnd(text, at + 2, end);
            }
            else if (text[at] == '\\')
            {
                at++;
            }
        }

        return end - position;
    }

    /// <summary>The position of the bracket that closes a stretch of code.</summary>
    private static int CodeEnd(string text, int position, int end)
    {
        var depth = 1;
        while (position < end)
        {
            depth += text[position] == '{' ? 1 : text[position] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return position;
            }

            position += Lexis.At(text, position, end, SourceSyntax.Script).Length;
        }

        return end;
    }

    private static bool IsPattern(string text, int position)
    {
        var before = text.AsSpan(0, position).TrimEnd();
        return before.IsEmpty || BeforePattern.Contains(before[^1], StringComparison.Ordinal);
    }

    private static int PatternLength(ReadOnlySpan<char> rest)
    {
        var isInSet = false;
        for (var at = 1; at < rest.Length && rest[at] != '\n'; at++)
        {
            if (rest[at] == '/' && !isInSet)
            {
                return at + 1;
            }

            isInSet = rest[at] == '[' || (isInSet && rest[at] != ']');
            at += rest[at] == '\\' ? 1 : 0;
        }

        return 1;
    }
}
