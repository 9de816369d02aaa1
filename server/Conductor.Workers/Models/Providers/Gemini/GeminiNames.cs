using System.Globalization;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>Names of tools as Gemini takes them: letters, digits and <c>_.:-</c>, the first a letter or underscore, 128 at most.</summary>
internal sealed class GeminiNames
{
    private const int Longest = 128;

    private readonly Dictionary<string, string> _sent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _own = new(StringComparer.Ordinal);

    public GeminiNames(IEnumerable<AITool> tools)
    {
        // Those that may be sent as they are come first, so that no other takes their name.
        foreach (var tool in tools.OrderBy(tool => Legal(tool.Name) != tool.Name))
        {
            _ = this[tool.Name];
        }
    }

    /// <summary>The name that is sent for a tool's.</summary>
    public string this[string name]
    {
        get
        {
            if (_sent.TryGetValue(name, out var known))
            {
                return known;
            }
            var legal = Legal(name);
            var sent = legal;
            for (var number = 2; !_own.TryAdd(sent, name); number++)
            {
                var ending = string.Create(CultureInfo.InvariantCulture, $"_{number}");
                sent = legal[..Math.Min(legal.Length, Longest - ending.Length)] + ending;
            }
            _sent[name] = sent;
            return sent;
        }
    }

    /// <summary>The tool's name for one that came; what came when no tool is sent by it.</summary>
    public string Own(string sent) => _own.GetValueOrDefault(sent, sent);

    private static string Legal(string name)
    {
        var letters = string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or ':' or '-' ? letter : '_'));
        var legal = letters.Length > 0 && (char.IsAsciiLetter(letters[0]) || letters[0] == '_') ? letters : $"_{letters}";
        return legal[..Math.Min(legal.Length, Longest)];
    }
}
