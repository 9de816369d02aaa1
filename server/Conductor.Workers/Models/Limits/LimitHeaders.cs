using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Limits;

/// <summary>What the headers of an answer say of a provider's limits; null members are not said.</summary>
public sealed partial record LimitHeaders(LimitReading? Requests, LimitReading? Tokens, TimeSpan? RetryAfter)
{
    /// <summary>Reads them; what makes no sense counts as not said.</summary>
    public static LimitHeaders Read(HttpResponseHeaders headers, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return new LimitHeaders(
            OpenAIStyle(headers, "requests", now) ?? AnthropicStyle(headers, "requests", now),
            OpenAIStyle(headers, "tokens", now) ?? AnthropicStyle(headers, "tokens", now) ?? AnthropicStyle(headers, "input-tokens", now),
            Providers.Calls.RetryAfter.FromHeaders(headers, now) is { } wait && wait > TimeSpan.Zero ? wait : null);
    }

    private static LimitReading? OpenAIStyle(HttpResponseHeaders headers, string what, DateTimeOffset now) =>
        Reading(headers, $"x-ratelimit-limit-{what}", $"x-ratelimit-remaining-{what}", $"x-ratelimit-reset-{what}", now);

    private static LimitReading? AnthropicStyle(HttpResponseHeaders headers, string what, DateTimeOffset now) =>
        Reading(headers, $"anthropic-ratelimit-{what}-limit", $"anthropic-ratelimit-{what}-remaining", $"anthropic-ratelimit-{what}-reset", now);

    private static LimitReading? Reading(HttpResponseHeaders headers, string limit, string remaining, string reset, DateTimeOffset now) =>
        Number(Value(headers, remaining)) is { } left
            ? new LimitReading(Number(Value(headers, limit)), left, Duration(Value(headers, reset), now))
            : null;

    private static string? Value(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Seconds, a length such as <c>6m0s</c> or <c>20ms</c>, or a moment.</summary>
    private static TimeSpan? Duration(string? text, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds < TimeSpan.FromDays(1).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
        }
        if (Length().Match(text) is { Success: true } length)
        {
            return TimeSpan.FromHours(Part(length, "h")) + TimeSpan.FromMinutes(Part(length, "m")) + TimeSpan.FromSeconds(Part(length, "s")) + TimeSpan.FromMilliseconds(Part(length, "ms"));
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && moment > now ? moment - now : null;
    }

    private static double Part(Match length, string unit) =>
        double.TryParse(length.Groups[unit].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^(?=\d)(?:(?<h>\d{1,4})h)?(?:(?<m>\d{1,5})m(?!s))?(?:(?<s>\d{1,6}(?:\.\d+)?)s)?(?:(?<ms>\d{1,9}(?:\.\d+)?)ms)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Length();
}
