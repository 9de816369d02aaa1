using Conductor.Views.Members;

namespace Conductor.Views;

/// <summary>The file that is viewed, with the facts that every view of it states.</summary>
internal sealed class ViewSource
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly ITokenCounter _counter;
    private readonly ViewLimits _limits;
    private readonly Lazy<int> _tokens;
    private readonly Lazy<string> _contentHash;
    private readonly Lazy<string> _identity;

    public ViewSource(ViewRequest request, ITokenCounter counter, ViewLimits limits)
    {
        _counter = counter;
        _limits = limits;
        Path = request.Path;
        Text = request.Text;
        TotalLines = CountLines(Text);
        LineBreak = FirstLineBreak(Text);
        // Not before the text is parsed: the system's cryptography takes a while to load in a new process, and may be under way.
        _contentHash = new Lazy<string>(() => TextHash.Of(Text));
        _identity = new Lazy<string>(() => $"VIEW {OnOneLine(Path)} @{ContentHash[..MemberSnapshot.ShownDigits]} {TotalLines} lines.");
        _tokens = new Lazy<int>(() => _counter.Count(Text));
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>Where the text begins behind a byte order mark: a mark behind a header would be an invisible character.</summary>
    public int TextStart => Text.StartsWith(ByteOrderMark) ? 1 : 0;

    public string ContentHash => _contentHash.Value;

    public int TotalLines { get; }

    /// <summary>The line break that the file uses first, "\n" if it has none.</summary>
    public string LineBreak { get; }

    /// <summary>How a header names the file, its version and its size.</summary>
    public string Identity => _identity.Value;

    /// <summary>Tokens of the whole text; counted when first asked for.</summary>
    public int Tokens => _tokens.Value;

    public bool IsSmall => Text.Length <= _limits.SmallFileCharacters && Tokens <= _limits.SmallFileTokens;

    /// <summary>A text file holds no NUL; what decodes to one is an image, an archive, a program.</summary>
    public bool IsBinary => Text.Contains('\0', StringComparison.Ordinal);

    /// <summary>The text without what would break a line in two.</summary>
    public static string OnOneLine(string path) =>
        path.Any(IsLineBreaking) ? string.Concat(path.Select(character => IsLineBreaking(character) ? '?' : character)) : path;

    private static int CountLines(string text)
    {
        var breaks = text.AsSpan().Count('\n');
        return text.Length == 0 || text[^1] == '\n' ? breaks : breaks + 1;
    }

    private static string FirstLineBreak(string text)
    {
        var at = text.IndexOf('\n', StringComparison.Ordinal);
        return at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
    }

    private static bool IsLineBreaking(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
