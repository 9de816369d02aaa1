namespace Conductor.Views;

/// <summary>
/// The marks that stand in a view for text that is not shown. None of them is valid C#, so one that leaks into a file does not
/// compile; tools that edit files refuse text in which <see cref="IsIn"/> finds one.
/// </summary>
public static class ElisionMarker
{
    /// <summary>Stands for the body of a member.</summary>
    public const string Body = "{ … }";

    /// <summary>Stands for a long initialiser, up to and without its semicolon.</summary>
    internal const string Initializer = "= …";

    private const char Ellipsis = '…';

    /// <summary>
    /// Whether the text holds a mark, also one whose spaces or line breaks were changed on the way. An ellipsis in prose or in a
    /// string is none.
    /// </summary>
    public static bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = text.IndexOf(Ellipsis); at >= 0; at = text.IndexOf(Ellipsis, at + 1))
        {
            var before = LastVisible(text.AsSpan(0, at));
            var after = FirstVisible(text.AsSpan(at + 1));
            if ((before, after) is ('{', '}') or ('=', ';') or ('=', ','))
            {
                return true;
            }
        }

        return false;
    }

    private static char LastVisible(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimEnd();
        return trimmed.IsEmpty ? '\0' : trimmed[^1];
    }

    private static char FirstVisible(ReadOnlySpan<char> text)
    {
        var trimmed = text.TrimStart();
        return trimmed.IsEmpty ? '\0' : trimmed[0];
    }
}
