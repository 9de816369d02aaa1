using System.Globalization;
using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>A model by its name, and what the name tells of what it takes.</summary>
/// <param name="Name">Without the provider, for example <c>gemini-2.5-flash-lite</c>.</param>
internal sealed partial record GeminiModel(string Name)
{
    private const decimal FirstThatThinks = 2.5m;

    /// <summary>Its part of addresses.</summary>
    public string Path => Name.Contains('/', StringComparison.Ordinal)
        ? string.Join('/', Name.Split('/').Select(Uri.EscapeDataString))
        : $"models/{Uri.EscapeDataString(Name)}";

    /// <summary>For example 2.5; null when the name does not say.</summary>
    public decimal? Generation { get; } =
        Numbered().Match(Name) is { Success: true } match ? decimal.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : null;

    /// <summary>It takes a level of thinking, and wants the signature of every first call back.</summary>
    public bool HasLevels => Generation >= 3;

    /// <summary>It takes a budget of tokens for thinking.</summary>
    public bool HasBudget => Generation == FirstThatThinks;

    /// <summary>It thinks. What names no generation, such as <c>gemini-flash-latest</c>, is of a new one.</summary>
    public bool Thinks => Generation is { } generation
        ? generation >= FirstThatThinks
        : Name.StartsWith("gemini-", StringComparison.Ordinal);

    /// <summary>It is one of the larger ones, which cannot do without thinking.</summary>
    public bool IsPro => Name.Contains("-pro", StringComparison.Ordinal);

    /// <summary>The model's id, as it marks what it signed.</summary>
    public override string ToString() => $"{GeminiProvider.Id}:{Name}";

    [GeneratedRegex(@"^gemini-(\d+(?:\.\d+)?)(?:-|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbered();
}
