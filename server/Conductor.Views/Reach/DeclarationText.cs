using System.Text;

namespace Conductor.Views.Reach;

/// <summary>
/// A C# text without what stands in its bodies: as many lines, every declaration on the line it is on in the file, and a third of the memory.
/// It parses to the same declarations and is for no reader's eyes.
/// </summary>
internal static class DeclarationText
{
    /// <param name="text">The whole text.</param>
    /// <param name="outline">Of exactly this text.</param>
    /// <param name="keeps">Which bodies stay as they are; null for none.</param>
    public static string Of(string text, SourceOutline outline, Func<SourceSpan, bool>? keeps = null)
    {
        var result = new StringBuilder(text.Length / 2);
        var position = 0;
        foreach (var (span, filling) in Gaps(text, outline))
        {
            // Bodies within a signature come before the member's own, and a gap never reaches back.
            if (span.Start < position || keeps?.Invoke(span) == true)
            {
                continue;
            }

            result.Append(text, position, span.Start - position).Append(filling.Before);
            result.Append('\n', text.AsSpan(span.Start, span.Length).Count('\n'));
            result.Append(filling.After);
            position = span.End;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    private static IEnumerable<(SourceSpan Span, (string Before, string After) Filling)> Gaps(string text, SourceOutline outline)
    {
        foreach (var member in outline.Members)
        {
            if (member.Docs is { } docs)
            {
                yield return (docs, ("", ""));
            }

            if (member.Body is null || !member.CanElide)
            {
                continue;
            }

            yield return (member.Body.Value, FillingOf(text, member.Body.Value, member.Kind));
            foreach (var further in member.FurtherBodies)
            {
                yield return (further, FillingOf(text, further, member.Kind));
            }
        }
    }

    private static (string Before, string After) FillingOf(string text, SourceSpan body, SourceMemberKind kind) =>
        kind == SourceMemberKind.Statements ? ("", "")
        : text.AsSpan(body.Start, body.Length).TrimStart() switch
        {
            ['=', '>', ..] => ("=>default!", ";"),
            ['=', ..] => ("=default!", ""),
            _ => ("{", "}"),
        };
}
