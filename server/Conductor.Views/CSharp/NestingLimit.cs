using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Conductor.Views.CSharp;

/// <summary>
/// Tells texts that the parser must not see. It guards its stack everywhere but in the holes of interpolated strings, where each
/// bracket is one call deeper, and an overflow there ends the whole process; elsewhere its time grows with the square of the depth.
/// </summary>
internal static class NestingLimit
{
    /// <summary>Code that people write, or generate, nests a tenth as deep; the parser fails at some 500 in the worst place.</summary>
    private const int Deepest = 250;

    private static readonly SearchValues<char> Brackets = SearchValues.Create("(){}[]");

    public static bool IsExceededBy(string text) => Openings(text) > Deepest && IsDeep(text);

    /// <summary>How many brackets are opened, quoted ones too: most files have fewer than would be too deep, and to count is far quicker than to look at each.</summary>
    private static int Openings(string text)
    {
        var characters = MemoryMarshal.Cast<char, ushort>(text.AsSpan());
        var openings = 0;
        while (characters.Length >= Vector<ushort>.Count)
        {
            // A lane holds no more than this.
            var block = characters[..Math.Min(characters.Length, ushort.MaxValue)];
            var found = Vector<ushort>.Zero;
            var at = 0;
            for (; at <= block.Length - Vector<ushort>.Count; at += Vector<ushort>.Count)
            {
                // Of the square and the curly bracket only this bit is different, and nothing else becomes one by it.
                var lanes = new Vector<ushort>(block[at..]);
                found -= Vector.Equals(lanes | new Vector<ushort>('[' ^ '{'), new Vector<ushort>('{')) | Vector.Equals(lanes, new Vector<ushort>('('));
            }

            openings += (int)(Vector.Sum(Vector.WidenLower(found)) + Vector.Sum(Vector.WidenUpper(found)));
            characters = characters[at..];
        }

        foreach (var character in characters)
        {
            openings += character is '(' or '[' or '{' ? 1 : 0;
        }

        return openings;
    }

    private static bool IsDeep(string text)
    {
        var depth = 0;
        for (var at = Next(text, 0); at >= 0; at = Next(text, at + 1))
        {
            if (IsQuoted(text, at))
            {
                continue;
            }

            depth = text[at] is '(' or '{' or '[' ? depth + 1 : Math.Max(0, depth - 1);
            if (depth > Deepest)
            {
                return true;
            }
        }

        return false;
    }

    private static int Next(string text, int start)
    {
        var at = text.AsSpan(start).IndexOfAny(Brackets);
        return at < 0 ? -1 : start + at;
    }

    /// <summary>A bracket that is a literal by itself nests nothing.</summary>
    private static bool IsQuoted(string text, int at) =>
        at > 0 && at + 1 < text.Length && (text[at - 1] is '\'' or '"') && text[at + 1] == text[at - 1];
}
