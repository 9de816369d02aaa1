namespace Conductor.Workers.Models;

/// <summary>A model's name: who serves it, and which one.</summary>
/// <param name="Provider">In lower case, for example <c>script</c>.</param>
/// <param name="Name">Empty when the provider has only one, as <c>demo</c>.</param>
public readonly record struct ModelId(string Provider, string Name)
{
    /// <summary>Takes <c>provider:model</c> apart; without a colon all of it is the provider. Only the provider's case is changed.</summary>
    public static ModelId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var trimmed = text.Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new ModelId(trimmed.ToLowerInvariant(), "")
            : new ModelId(trimmed[..colon].ToLowerInvariant(), trimmed[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name.Length == 0 ? Provider : $"{Provider}:{Name}";
}
