using System.Globalization;

namespace Conductor.Workers.Tiers;

/// <summary>Shortens a long output to its beginning and its end, where causes and summaries are.</summary>
internal static class HeadAndTail
{
    /// <summary>Characters kept unless another number is given.</summary>
    public const int DefaultLength = 8000;

    /// <summary>The text, with its middle left out when it is longer than that.</summary>
    public static string Of(string text, int length = DefaultLength)
    {
        if (text.Length <= length)
        {
            return text;
        }
        var head = length / 3;
        var tail = text.Length - (length - head);
        if (char.IsHighSurrogate(text[head - 1]))
        {
            head--;
        }
        if (char.IsLowSurrogate(text[tail]))
        {
            tail++;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{text[..head]}\n… {tail - head} characters left out …\n{text[tail..]}");
    }
}
