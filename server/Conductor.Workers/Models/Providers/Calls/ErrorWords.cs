using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>What a body says to people, whoever wrote it: a provider, or a gateway that stands before it. Never with a key in it.</summary>
internal static partial class ErrorWords
{
    /// <summary>In characters; more is not read by anybody in one line.</summary>
    private const int LongestQuote = 300;

    private static readonly string[] Names = ["message", "error_description", "detail", "error", "errors", "msg", "title", "reason"];

    /// <summary>What a JSON document says, by the members that such documents have for it; empty when it has none of them.</summary>
    public static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString() ?? "",
        JsonValueKind.Array => element.EnumerateArray().Select(Of).FirstOrDefault(said => said.Length > 0) ?? "",
        JsonValueKind.Object => Names
            .Select(name => element.TryGetProperty(name, out var value) ? Of(value) : "")
            .FirstOrDefault(said => said.Length > 0) ?? "",
        _ => "",
    };

    /// <summary>The title of a page; empty when it has none.</summary>
    public static string OfPage(string html) => Title().Match(html) is { Success: true } title ? WebUtility.HtmlDecode(title.Groups["title"].Value) : "";

    /// <summary>The first line that holds something.</summary>
    public static string OfText(string text) => text.TrimStart().Split('\n', '\r')[0];

    /// <summary>One line without keys. They are looked for before anything is cut: a part of one is not known for one.</summary>
    public static string Line(string? text) => Blank().Replace(Secrets.Clean(text ?? ""), " ").Trim();

    /// <summary>What was said, to be put at the end of a sentence, whose own mark ends it; empty when nothing was.</summary>
    public static string Quoted(string? said)
    {
        var line = Line(said).TrimEnd('.', '!', ' ');
        return line.Length switch
        {
            0 => "",
            > LongestQuote => $": {line[..LongestQuote]}…",
            _ when line.EndsWith('?') => $": \"{line}\"",
            _ => $": {line}",
        };
    }

    [GeneratedRegex(@"<title[^>]*>(?<title>[^<]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    /// <summary>Control characters too: what a server says does not steer a terminal.</summary>
    [GeneratedRegex(@"[\s\p{Cc}]+")]
    private static partial Regex Blank();
}
