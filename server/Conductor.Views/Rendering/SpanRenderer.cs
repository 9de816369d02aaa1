namespace Conductor.Views.Rendering;

/// <summary>Copies a text and puts a mark in place of each span. All that is kept is byte-exact.</summary>
internal static class SpanRenderer
{
    private const string SpacedBody = " " + ElisionMarker.Body;
    private const string SpacedInitializer = " " + ElisionMarker.Initializer;

    /// <param name="header">Put before the text; with its line break.</param>
    /// <param name="text">The whole source text.</param>
    /// <param name="textStart">The first character of the text to copy.</param>
    /// <param name="spans">In the order of the text, none overlapping another.</param>
    public static string Render(string header, string text, int textStart, IReadOnlyList<BodySpan> spans)
    {
        // The length is known before the first copy, so the result is the only allocation.
        var length = header.Length + text.Length - textStart;
        foreach (var span in spans)
        {
            length += Marker(text, span).Length - (span.End - span.Start);
        }

        return string.Create(length, (header, text, textStart, spans), static (target, source) =>
        {
            var written = Copy(source.header, target);
            var position = source.textStart;
            foreach (var span in source.spans)
            {
                written += Copy(source.text.AsSpan(position, span.Start - position), target[written..]);
                written += Copy(Marker(source.text, span), target[written..]);
                position = span.End;
            }

            Copy(source.text.AsSpan(position), target[written..]);
        });
    }

    private static int Copy(ReadOnlySpan<char> piece, Span<char> target)
    {
        piece.CopyTo(target);
        return piece.Length;
    }

    private static string Marker(string text, BodySpan span)
    {
        var isApart = span.Start == 0 || char.IsWhiteSpace(text[span.Start - 1]);
        return span.Kind switch
        {
            BodyKind.Initializer => isApart ? ElisionMarker.Initializer : SpacedInitializer,
            _ => isApart ? ElisionMarker.Body : SpacedBody,
        };
    }
}
