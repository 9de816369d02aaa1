using System.Globalization;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Anthropic;

/// <summary>How a model is told to think.</summary>
internal enum AnthropicThinking
{
    /// <summary>It does not think.</summary>
    None,

    /// <summary>With a number of tokens for it.</summary>
    Budget,

    /// <summary>With an effort; how much it thinks is its own to say.</summary>
    Adaptive,
}

/// <summary>What a model's name says of it, where the protocol asks for what is true of that model alone.</summary>
internal static partial class AnthropicModel
{
    /// <summary>Tokens of an answer at most, where nothing is known of the model: the protocol asks for a number.</summary>
    private const int UsualMaximumOutput = 8192;

    /// <summary>More than any answer of a worker needs; the rest of the window stays for the conversation.</summary>
    private const int MostOutput = 32_000;

    /// <summary>How it is told to think; a name that is not known is a newer model's.</summary>
    public static AnthropicThinking Thinking(string model) => Version(model) switch
    {
        null => AnthropicThinking.Adaptive,
        < 3.7m => AnthropicThinking.None,
        < 4.6m => AnthropicThinking.Budget,
        _ => AnthropicThinking.Adaptive,
    };

    /// <summary>Tokens of an answer at most, unless the call says otherwise.</summary>
    public static int MaximumOutput(string model) => Math.Min(MostOutput, Version(model) switch
    {
        null => UsualMaximumOutput,
        < 3.5m => 4096,
        < 3.7m => UsualMaximumOutput,
        _ => MostOutput,
    });

    /// <summary>As in <c>claude-sonnet-4-5-20250929</c> and <c>claude-3-7-sonnet-latest</c>: 4.5 and 3.7.</summary>
    private static decimal? Version(string model)
    {
        var match = Numbers().Match(model);
        return match.Success
            ? decimal.Parse($"{match.Groups["major"].Value}.{(match.Groups["minor"].Success ? match.Groups["minor"].Value : "0")}", CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"claude-(?:[a-z]+-)?(?<major>\d)(?:[-.](?<minor>\d)(?!\d))?(?!\d)")]
    private static partial Regex Numbers();
}
