using System.Text;

namespace Conductor.Views.Rendering;

/// <summary>
/// Writes a declaration on one line: blank space becomes one blank, comments and directives go, and so do bodies. What stands in strings is
/// left as it is, but for its line breaks.
/// </summary>
internal static class OneLine
{
    /// <summary>Appends the text from <paramref name="start"/> to <paramref name="end"/> without the bodies in it.</summary>
    /// <param name="bodies">In the order of the text.</param>
    /// <param name="inPlace">Stands for a body that something follows.</param>
    /// <param name="syntax">What is a comment and what a string.</param>
    public static void Append(StringBuilder target, string text, int start, int end, IEnumerable<SourceSpan> bodies, string inPlace, SourceSyntax syntax)
    {
        var writer = new Writer(target);
        foreach (var body in bodies)
        {
            if (body.Start < start || body.End > end)
            {
                continue;
            }

            Append(writer, text, start, body.Start, syntax);
            var isInitializer = text.AsSpan(body.Start, body.Length).TrimStart() is ['=', not '>', ..];
            writer.Put(isInitializer ? " = …" : body.End < end ? inPlace : string.Empty);
            start = body.End;
        }

        Append(writer, text, start, end, syntax);
        writer.End();
    }

    private static void Append(Writer writer, string text, int start, int end, SourceSyntax syntax)
    {
        for (var position = start; position < end;)
        {
            var (length, isComment) = Lexis.At(text, position, end, syntax);
            position += isComment ? writer.Skip(length) : writer.Copy(text.AsSpan(position, length));
        }
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
