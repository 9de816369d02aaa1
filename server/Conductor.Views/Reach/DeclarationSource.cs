using System.IO.Compression;
using System.Text;
using Conductor.Views.Rendering;
using Microsoft.CodeAnalysis.Text;

namespace Conductor.Views.Reach;

/// <summary>
/// A <see cref="DeclarationText"/> for the parser, without what stands between its words: it takes a quarter of the memory, and words that look alike are one and the same to the parser.
/// Lines are counted as in the file. The text itself is packed, since only the parser reads it, once in a while. Immutable.
/// </summary>
internal sealed class DeclarationSource : SourceText
{
    // More effort makes reading a workspace take noticeably longer, and saves little of texts this short.
    private const int Quality = 4;
    private const int Window = 16;

    // One byte for each character.
    private readonly byte[] _packed;
    private readonly WeakReference<byte[]> _unpacked;

    // Where the lines that hold anything start, and which lines of the file these are.
    private readonly ushort[] _starts;
    private readonly ushort[] _numbers;

    private DeclarationSource(byte[] text, ushort[] starts, ushort[] numbers)
    {
        (Length, _packed, _unpacked, _starts, _numbers) = (text.Length, Packed(text), new WeakReference<byte[]>(text), starts, numbers);
    }

    /// <inheritdoc/>
    public override Encoding? Encoding => null;

    /// <inheritdoc/>
    public override int Length { get; }

    /// <inheritdoc/>
    public override char this[int position] => (char)Text()[position];

    /// <param name="declarations">Of <see cref="DeclarationText"/>.</param>
    /// <returns>Null where blank space means something, a character needs more than a byte, or the text is as long as hardly any.</returns>
    public static DeclarationSource? Of(string declarations)
    {
        if (declarations.Length > ushort.MaxValue || declarations.AsSpan().ContainsAnyInRange('\u0080', '\uFFFF') || declarations.AsSpan().Count('\r') != declarations.AsSpan().Count("\r\n"))
        {
            return null;
        }

        var text = new StringBuilder(declarations.Length);
        List<ushort> starts = [];
        List<ushort> numbers = [];
        var (line, isParted) = (0, true);
        for (var position = 0; position < declarations.Length;)
        {
            if (declarations[position] is ' ' or '\t' or '\r' or '\n')
            {
                line += declarations[position] == '\n' ? 1 : 0;
                isParted = true;
                position++;
                continue;
            }

            var (length, isComment) = Lexis.At(declarations, position, declarations.Length, SourceSyntax.CSharp);
            var breaks = declarations.AsSpan(position, length).Count('\n');
            if (isComment ? declarations[position] == '#' : breaks > 0)
            {
                return null;
            }

            if (!isComment)
            {
                var isNewLine = numbers.Count == 0 || numbers[^1] != line;
                text.Append(text.Length == 0 || !isParted ? "" : isNewLine ? "\n" : " ");
                if (isNewLine)
                {
                    starts.Add((ushort)text.Length);
                    numbers.Add((ushort)line);
                }

                text.Append(declarations, position, length);
            }

            line += breaks;
            isParted = isComment;
            position += length;
        }

        return starts.Count == 0 ? null : new DeclarationSource(Encoding.Latin1.GetBytes(text.ToString()), [.. starts], [.. numbers]);
    }

    /// <inheritdoc/>
    public override void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count) =>
        Encoding.Latin1.GetChars(Text().AsSpan(sourceIndex, count), destination.AsSpan(destinationIndex, count));

    private byte[] Text()
    {
        if (_unpacked.TryGetTarget(out var known))
        {
            return known;
        }

        var text = new byte[Length];
        if (!BrotliDecoder.TryDecompress(_packed, text, out var unpacked) || unpacked != Length)
        {
            throw new InvalidOperationException($"A packed text of {Length} characters came out with {unpacked}.");
        }

        _unpacked.SetTarget(text);
        return text;
    }

    private static byte[] Packed(byte[] text)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(text.Length)];
        return BrotliEncoder.TryCompress(text, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException($"A text of {text.Length} characters cannot be packed.");
    }

    /// <inheritdoc/>
    protected override TextLineCollection GetLinesCore() => new FileLines(this);

    /// <summary>Its lines by their numbers in the file; one that holds nothing is the one before it.</summary>
    private sealed class FileLines(DeclarationSource source) : TextLineCollection
    {
        public override int Count => source._numbers[^1] + 1;

        public override TextLine this[int index]
        {
            get
            {
                var at = LastAt(source._numbers, index);
                var end = at + 1 < source._starts.Length ? source._starts[at + 1] - 1 : source.Length;
                return TextLine.FromSpan(source, TextSpan.FromBounds(source._starts[at], end));
            }
        }

        public override int IndexOf(int position) => source._numbers[LastAt(source._starts, position)];

        private static int LastAt(ushort[] sorted, int value)
        {
            var at = Array.BinarySearch(sorted, (ushort)Math.Clamp(value, 0, ushort.MaxValue));
            return Math.Max(0, at < 0 ? ~at - 1 : at);
        }
    }
}
