using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>How long a provider asks to wait.</summary>
internal static partial class RetryAfter
{
    /// <summary>From the headers; else from the words of the error; null when neither says.</summary>
    public static TimeSpan? Read(HttpResponseHeaders? headers, string message, TimeProvider time) =>
        (headers is null ? null : FromHeaders(headers, time.GetUtcNow())) ?? FromWords(message);

    /// <summary>From the headers, the finer one first; null when they do not say.</summary>
    public static TimeSpan? FromHeaders(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.TryGetValues("retry-after-ms", out var values) && Number(values.FirstOrDefault()) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds)
        : headers.RetryAfter is { } told ? Positive(told.Delta ?? told.Date - now)
        : headers.TryGetValues("retry-after", out var seconds) && Number(seconds.FirstOrDefault()) is { } fraction ? TimeSpan.FromSeconds(fraction)
        : null;

    private static TimeSpan? FromWords(string message)
    {
        if (Words().Match(message) is not { Success: true } match)
        {
            return null;
        }
        double Part(string name) => Number(match.Groups[name].Value) ?? 0;
        var wait = (Part("h") * 3600) + (Part("m") * 60) + Part("s") + (Part("ms") / 1000);
        return wait > 0 ? TimeSpan.FromSeconds(wait) : null;
    }

    private static TimeSpan? Positive(TimeSpan? wait) => wait is { } span ? (span > TimeSpan.Zero ? span : TimeSpan.Zero) : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number < 1e9 ? number : null;

    [GeneratedRegex(@"try again in (?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>[\d.]+?)s)?(?:(?<ms>[\d.]+?)ms)?", RegexOptions.IgnoreCase)]
    private static partial Regex Words();
}
