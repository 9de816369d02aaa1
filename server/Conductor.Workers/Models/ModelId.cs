namespace Conductor.Workers.Models;

/// <summary>A model's name: who serves it, and which one.</summary>
/// <param name="Provider">In lower case, for example <c>script</c>.</param>
/// <param name="Name">Empty when the provider has only one, as <c>demo</c>.</param>
public readonly record struct ModelId(string Provider, string Name)
{
    /// <summary>What Gemini's own lists write before a model's name, and calls do not need.</summary>
    private const string GeminiPrefix = "models/";

    /// <summary>
    /// Takes <c>provider:model</c> apart; without a colon all of it is the provider. A model that can be written in several ways has one name,
    /// so that it has one price: blanks around both parts are left out, as is <c>models/</c> before Gemini's. Only the provider's case is changed.
    /// </summary>
    public static ModelId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return new ModelId(trimmed.ToLowerInvariant(), "");
        }
        var provider = trimmed[..colon].TrimEnd().ToLowerInvariant();
        var name = trimmed[(colon + 1)..].TrimStart();
        return new ModelId(provider, provider == "gemini" && name.StartsWith(GeminiPrefix, StringComparison.Ordinal) ? name[GeminiPrefix.Length..] : name);
    }

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? Provider : $"{Provider}:{Name}";
}
