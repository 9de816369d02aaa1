using Microsoft.CodeAnalysis.CSharp;

namespace Conductor.Views.Tests.CSharp.Bodies;

/// <summary>A few tokens taken out, put in or put in place of others: most of what comes of it looks like code, and the parser takes offence at some of it.</summary>
internal static class TokenMutation
{
    private static readonly string[] Tokens =
    [
        "<", ">", "?", ":", "(", ")", "[", "]", "{", "}", "=>", "is", "as", "await", "async", "var", "when", "and", "or", "not", "with", "new", "typeof", "default", "=", "==", "..", ".", "?.", "??", "!", "-",
        "*", "&", "int", "string", "_", "x", "List<int>", "(a, b)", "static", "ref", "out", "in", "throw", "switch", "case", "from", "field", "yield", "const", "using", "this", "base", "1", "\"s\"", "'c'",
        "$\"{x}\"", "$\"{x:N}\"", "$\"{a ? b : c}\"", "// c\n", "/* c */", ";", ",", "++", "checked", "params", "void", "record", "global", "scoped", "partial", "required", "x => x", "(x) => x", "[1, .. y]", "^1",
        "return", "goto", "foreach", "if", "else", "lock", "x?", "x[]", "x[0]", "(int)", "(x)", "a.b", "a < b", "a > b", "null", "1.5f", "0x1F", "@if", "\\", "public", "class A { }", "get", "where T : class",
    ];

    public static string Apply(string text, Random random)
    {
        List<string> tokens = [.. SyntaxFactory.ParseTokens(text).Select(token => token.ToFullString())];
        for (var change = random.Next(1, 4); change > 0 && tokens.Count > 0; change--)
        {
            var (at, other) = (random.Next(tokens.Count), random.Next(tokens.Count));
            var added = $" {Tokens[random.Next(Tokens.Length)]} ";
            switch (random.Next(6))
            {
                case 0:
                    tokens.RemoveAt(at);
                    break;
                case 1:
                    tokens.Insert(at, tokens[other]);
                    break;
                case 2:
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                case 3:
                    tokens[at] = tokens[other];
                    break;
                case 4:
                    tokens.Insert(at, added);
                    break;
                default:
                    tokens[at] = added;
                    break;
            }
        }

        return string.Concat(tokens);
    }
}
