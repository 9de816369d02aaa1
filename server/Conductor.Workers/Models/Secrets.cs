using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conductor.Workers.Processes;

namespace Conductor.Workers.Models;

/// <summary>
/// Takes keys out of texts that are shown, recorded or handed on: every key that has been used here, everything in the environment that
/// is named like a secret, and whatever looks like a key. Safe for many calls at a time.
/// </summary>
public static partial class Secrets
{
    /// <summary>Stands where a key was.</summary>
    public const string Removed = "[removed]";

    /// <summary>What is shorter would also be found where it is no key.</summary>
    private const int ShortestKey = 8;

    private static readonly ConcurrentDictionary<string, bool> Forms = new(StringComparer.Ordinal);

    static Secrets()
    {
        foreach (var (name, value) in Environment.GetEnvironmentVariables().OfType<System.Collections.DictionaryEntry>().Select(entry => (entry.Key as string, entry.Value as string)))
        {
            if (name is not null && CommandEnvironment.IsSecret(name))
            {
                Remember(value);
            }
        }
    }

    /// <summary>Has a key taken out of texts from now on, in each form that it may stand in. There is no way back: a text may come late.</summary>
    /// <returns>The key.</returns>
    public static string? Remember(string? key)
    {
        if (key is { Length: >= ShortestKey })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(key);
            foreach (var form in (string[])[key, Uri.EscapeDataString(key), .. InJson(key), Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).TrimEnd('=')])
            {
                Forms.TryAdd(form, true);
            }
        }
        return key;
    }

    private static IEnumerable<string> InJson(string key) =>
        [JsonEncodedText.Encode(key).ToString(), JsonEncodedText.Encode(key, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()];

    /// <summary>The text without keys.</summary>
    public static string Clean(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The longest first: one may be a part of another.
        foreach (var form in Forms.Keys.OrderByDescending(form => form.Length))
        {
            text = WithoutBegunAtTheEnd(text.Replace(form, Removed, StringComparison.Ordinal), form);
        }
        return LikeAKey().Replace(text, Removed);
    }

    /// <summary>A text that was cut may end in the middle of a key.</summary>
    private static string WithoutBegunAtTheEnd(string text, string form)
    {
        for (var length = Math.Min(form.Length - 1, text.Length); length >= ShortestKey; length--)
        {
            if (text.AsSpan().EndsWith(form.AsSpan(0, length), StringComparison.Ordinal))
            {
                return $"{text.AsSpan(0, text.Length - length)}{Removed}";
            }
        }
        return text;
    }

    /// <summary>What follows <c>Bearer</c>, the forms that the keys of well-known services have, and how such services repeat a key with stars in it.</summary>
    [GeneratedRegex(
        @"(?<=\b[Bb]earer\s+)(?=[\w.~+/-]*[0-9])[\w.~+/-]{12,}=*"
        + @"|(?<![\w-])(sk|gsk|xai|hf|ghp|gho|ghs|ghu|ghr|github_pat)[_-](?=[\w-]*[0-9])[\w-]{16,}"
        + @"|(?<![\w-])(sk|pk|rk)-[\w-]*\*[\w*.-]*"
        + @"|(?<!\w)AIza[\w-]{20,}"
        + @"|(?<!\w)AKIA[0-9A-Z]{16}(?!\w)")]
    private static partial Regex LikeAKey();
}
