using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// What a server takes for a model is not what its protocol has: some refuse a limit by its older name and some by its newer, some refuse to be told
/// how to think. It is learned from their refusals, and held for as long as the provider is. Thread-safe.
/// </summary>
internal sealed partial class RefusedParameters
{
    /// <summary>More refusals than there are parameters to learn mean that something else is wrong.</summary>
    public const int MostRepeats = 4;

    // What is left out when it is refused, and what takes its place.
    private static readonly (string Name, string? Instead)[] Known =
        [("max_tokens", "max_completion_tokens"), ("max_completion_tokens", "max_tokens"), ("reasoning_effort", null), ("reasoning", null), ("include", null)];

    private readonly ConcurrentDictionary<(string Model, string Name), bool> _refused = new();

    /// <summary>Takes in a refusal.</summary>
    /// <param name="model">Without the provider.</param>
    /// <returns>Whether the request should be made again without what was refused.</returns>
    public bool Learn(string model, ProviderError error)
    {
        // Where no member names it, the words do; what is to be used in its place is named after it.
        var said = Known
            .Select(known => known.Name)
            .Where(name => Names(error.Parameter, name) || (error.Parameter is null && Unsupported().IsMatch(error.Message) && At(name, error.Message) >= 0))
            .OrderBy(name => At(name, error.Message))
            .FirstOrDefault();
        return said is not null && _refused.TryAdd((model, said), true);
    }

    /// <summary>A request without what is refused; null when it holds nothing of that.</summary>
    /// <param name="body">JSON.</param>
    public byte[]? Without(string model, ReadOnlyMemory<byte> body)
    {
        if (_refused.IsEmpty || JsonNode.Parse(body.Span) is not JsonObject request)
        {
            return null;
        }
        var changed = false;
        foreach (var (name, instead) in Known.Where(known => IsRefused(model, known.Name)))
        {
            if (request[name] is not { } value)
            {
                continue;
            }
            request.Remove(name);
            changed = true;
            if (instead is not null && !IsRefused(model, instead))
            {
                request[instead] = value.DeepClone();
            }
        }
        return changed ? System.Text.Encoding.UTF8.GetBytes(request.ToJsonString()) : null;
    }

    private bool IsRefused(string model, string name) => _refused.ContainsKey((model, name));

    /// <summary>A part of a parameter, such as <c>reasoning.effort</c> or <c>include[0]</c>, names the whole.</summary>
    private static bool Names(string? said, string name) => said?.Split('.', '[')[0] == name;

    /// <summary>Where a word stands by itself; -1 when it does not.</summary>
    private static int At(string word, string text) => Regex.Match(text, $@"(?<![\w]){word}(?![\w])") is { Success: true } match ? match.Index : -1;

    [GeneratedRegex(@"unsupported|unknown|unrecognized|unexpected|not supported|not permitted|extra inputs", RegexOptions.IgnoreCase)]
    private static partial Regex Unsupported();
}
