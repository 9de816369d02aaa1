using System.Text.RegularExpressions;

namespace Conductor.Workers.Models.Prices;

/// <summary>What is known of the models that a pattern names.</summary>
/// <param name="Provider">See <see cref="Providers.IModelProvider.Account"/>.</param>
/// <param name="Model">A model's name, in which <c>*</c> stands for anything. A date at the end of a model's name need not be in it.</param>
/// <param name="Price">Null when it is not known.</param>
public sealed partial record PriceRow(string Provider, string Model, int? ContextWindow, int? MaximumOutput, ModelPrice? Price)
{
    private readonly Regex _pattern = new(
        $"^{Regex.Escape(Model).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>Whether it is about this model.</summary>
    public bool IsAbout(string provider, string model) =>
        Provider == provider && (_pattern.IsMatch(model) || _pattern.IsMatch(Dated().Replace(model, "")));

    /// <summary>As in <c>claude-sonnet-4-5-20250929</c>, <c>gpt-5-2025-08-07</c> and <c>claude-3-5-haiku-latest</c>.</summary>
    [GeneratedRegex(@"-(\d{8}|\d{4}-\d{2}-\d{2}|latest)$")]
    private static partial Regex Dated();
}
