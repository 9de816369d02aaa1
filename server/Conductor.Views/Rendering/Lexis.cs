namespace Conductor.Views.Rendering;

/// <summary>Tells comments and directives, which a declaration is read without, from strings, in which nothing is one.</summary>
internal static class Lexis
{
    private static readonly HashSet<string> Directives = new(StringComparer.Ordinal)
    {
        "if", "ifdef", "ifndef", "elif", "else", "endif", "region", "endregion", "pragma", "nullable", "line", "warning", "error", "undef", "include",
    };

    /// <summary>What begins at a position: its length, which is never 0, and whether it is a comment or a directive.</summary>
    /// <param name="end">Behind the last character that is looked at; it lies behind <paramref name="position"/>.</param>
    public static (int Length, bool IsComment) At(string text, int position, int end, SourceSyntax syntax)
    {
        var rest = text.AsSpan(position, end - position);
        return rest[0] switch
        {
            '/' when syntax != SourceSyntax.Python && rest.StartsWith("//") => (LineLength(rest), true),
            '/' when syntax != SourceSyntax.Python && rest.StartsWith("/*") => (CommentLength(rest, syntax), true),
            '#' when syntax == SourceSyntax.Python || IsDirective(text, position, rest, syntax) => (LineLength(rest), true),
            _ => (Literals.LengthAt(text, position, end, syntax), false),
        };
    }

    /// <summary>Whether nothing stands before a position on its line.</summary>
    public static bool IsFirstOnLine(string text, int position)
    {
        var before = text.AsSpan(0, position);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    /// <summary>Characters up to the end of the line.</summary>
    public static int LineLength(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOf('\n');
        return length < 0 ? rest.Length : length;
    }

    /// <summary>Comments of Rust nest.</summary>
    private static int CommentLength(ReadOnlySpan<char> rest, SourceSyntax syntax)
    {
        var depth = 1;
        for (var at = 2; at + 1 < rest.Length; at++)
        {
            var isOpening = syntax == SourceSyntax.Rust && rest[at] == '/' && rest[at + 1] == '*';
            if (!isOpening && (rest[at] != '*' || rest[at + 1] != '/'))
            {
                continue;
            }

            depth += isOpening ? 1 : -1;
            at++;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return rest.Length;
    }

    /// <summary>A directive or an attribute: not the name of a private member, and not a macro, which is a declaration.</summary>
    private static bool IsDirective(string text, int position, ReadOnlySpan<char> rest, SourceSyntax syntax)
    {
        if (syntax is not (SourceSyntax.CSharp or SourceSyntax.C or SourceSyntax.Rust) || !IsFirstOnLine(text, position))
        {
            return false;
        }

        var word = rest[1..].TrimStart(" \t");
        var length = 0;
        while (length < word.Length && char.IsLetter(word[length]))
        {
            length++;
        }

        return length == 0 || (syntax != SourceSyntax.Rust && Directives.Contains(word[..length].ToString()));
    }
}
