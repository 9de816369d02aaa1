using System.Globalization;

namespace Conductor.Workers.Models.Providers;

/// <summary>What people are told about providers before any is called. Nothing here ever holds a key.</summary>
public static class ProviderWords
{
    /// <summary>
    /// Both ways to set a key, as the end of a sentence: <c>with "Conductor: Set API Key…" (in a terminal: OPENAI_API_KEY)</c>. Where there are several
    /// variables it says which counts: a new key in one is of no use behind an old one in another.
    /// </summary>
    public static string HowToSetKey(IModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.KeyVariables.IsEmpty
            ? "with \"Conductor: Set API Key…\""
            : $"with \"Conductor: Set API Key…\" (in a terminal: {string.Join(" or ", provider.KeyVariables)}{(provider.KeyVariables.Length > 1 ? $"; where both are set, {provider.KeyVariables[0]} counts" : "")})";
    }

    /// <summary>Both ways to see the models that a provider lists, as the end of a sentence.</summary>
    public static string HowToChoose(IModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return $"with \"Conductor: Choose Model…\" (in a terminal: conductor models --provider {provider.Name})";
    }

    /// <summary>Both ways to set where a provider is, as the end of a sentence.</summary>
    public static string HowToSetAddress(IModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        return provider.AddressVariable is { } variable
            ? $"in the setting conductor.models.addresses (in a terminal: {variable})"
            : $"in the setting conductor.models.endpoints (in a terminal: {EndpointVariable(provider.Name)})";
    }

    /// <summary>Both ways to name a server of one's own, as the end of a sentence about its address.</summary>
    public static string HowToNameEndpoint(string name) =>
        $"in the setting conductor.models.endpoints (in a terminal: {EndpointVariable(name)}=URL)";

    private static string EndpointVariable(string name) => $"{EndpointSet.VariablePrefix}{name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>
    /// What a person does about a failure that the engine waits out, or tries again, by itself: for where nobody does that. To be put after the
    /// failure's message; empty where that says what to do.
    /// </summary>
    public static string NextStep(ModelCallException failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        return ModelFailureKinds.IsLimit(failure.Kind)
            ? string.Create(CultureInfo.InvariantCulture, $" {(failure.RetryAfter is { } wait ? $"Wait {Math.Ceiling(wait.TotalSeconds)} s" : "Wait a minute")}, then try again, or choose another model.")
            : failure.Kind is ModelFailureKind.Server or ModelFailureKind.CutStream or ModelFailureKind.Malformed or ModelFailureKind.Idle
                ? " Try again in a few minutes. If it stays like this, look at the provider's own page on its state and at its address here, or choose another model."
            : "";
    }

    /// <summary>Why a provider cannot be called as it is set up now, with what to do; null when it can.</summary>
    public static string? Trouble(IModelProvider provider, ProviderAccess access)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(access);
        return provider.Absence is { } absence ? absence
            : access.Problem is { } problem ? problem
            : LacksKey(provider, access) ? $"{provider.Label} needs a key, and none is set. Set one {HowToSetKey(provider)}, then try again."
            : access.Key is { } key && !key.All(letter => letter is > ' ' and < '\x7f')
                ? $"The key of {provider.Label} holds a character that no key has; it may have been copied with something around it. Set it again {HowToSetKey(provider)}."
            : null;
    }

    /// <summary>The provider refuses calls without a key, and there is none.</summary>
    public static bool LacksKey(IModelProvider provider, ProviderAccess access)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(access);
        return access.Key is null && provider.NeedsKey;
    }

    /// <summary>Where an address leads, without what may be secret in it.</summary>
    public static string Place(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    /// <summary>The name that was probably meant: one letter added, left out, changed or swapped, or two in longer names; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(name);
        var limit = name.Length > 5 ? 2 : 1;
        return known
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
            .Where(near => near.Distance <= limit)
            .OrderBy(near => near.Distance)
            .Select(near => near.Candidate)
            .FirstOrDefault();
    }

    /// <summary>Edits between two words, where swapping two neighbours is one.</summary>
    private static int Distance(string from, string to)
    {
        var rows = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
        {
            rows[i, 0] = i;
        }
        for (var j = 0; j <= to.Length; j++)
        {
            rows[0, j] = j;
        }
        for (var i = 1; i <= from.Length; i++)
        {
            for (var j = 1; j <= to.Length; j++)
            {
                var change = rows[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(change, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
                }
            }
        }
        return rows[from.Length, to.Length];
    }
}
