using System.Collections;
using System.Collections.Concurrent;

namespace Conductor.Workers.Models.Providers;

/// <summary>
/// What was set while running, over the environment. Keys live in memory alone. Safe to use from many threads; what is set holds for the
/// next call of a model, also in the middle of a run.
/// </summary>
/// <param name="variable">Looks an environment variable up; asked once for each.</param>
/// <param name="http">Asked when a provider is, so that a process that calls no model does without.</param>
public sealed class ProviderAccessSource(Func<string, string?> variable, Func<ProviderHttp> http, TimeProvider time) : IProviderAccessSource
{
    private readonly ConcurrentDictionary<string, string?> _variables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>One whose connections are there from the start.</summary>
    public ProviderAccessSource(Func<string, string?> variable, ProviderHttp http, TimeProvider time)
        : this(variable, () => http, time)
    {
    }

    /// <summary>That of this process: its environment, and connections that live as long as it does.</summary>
    public static ProviderAccessSource OfProcess { get; } = new(Environment.GetEnvironmentVariable, new ProviderHttp(), TimeProvider.System);

    /// <summary>The variables of this process.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ProcessVariables => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value ?? ""));

    /// <summary>Sets a key over that of the environment.</summary>
    /// <param name="account">See <see cref="IModelProvider.Account"/>.</param>
    /// <param name="key">Null or blank removes it: the environment's holds again.</param>
    public void SetKey(string account, string? key) => Set(_keys, account, key);

    /// <summary>Whether a key is set over that of the environment.</summary>
    /// <param name="account">See <see cref="IModelProvider.Account"/>.</param>
    public bool HasSetKey(string account) => _keys.ContainsKey(account);

    /// <summary>Sets an address over that of the environment.</summary>
    /// <param name="account">See <see cref="IModelProvider.Account"/>.</param>
    /// <param name="address">As a person wrote it; null or blank removes it: the environment's holds again.</param>
    public void SetAddress(string account, string? address) => Set(_addresses, account, address);

    /// <inheritdoc/>
    public ProviderAccess For(IModelProvider provider)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var key = _keys.TryGetValue(provider.Account, out var set) ? set : provider.KeyVariables.Select(Variable).FirstOrDefault(value => value is not null);
        var address = _addresses.GetValueOrDefault(provider.Account);
        var place = "its setting";
        if (address is null && provider.AddressVariable is { } name && Variable(name) is { } fromEnvironment)
        {
            address = fromEnvironment;
            place = $"the environment variable {name}";
        }
        var access = new ProviderAccess(key, provider.DefaultAddress, http().For(provider.Account), time);
        return address is null ? access
            : ProviderAddress.TryRead(address, provider.NeedsKey ? null : provider.DefaultAddress, out var uri) ? access with { Address = uri }
            : access with { Problem = $"The address of {provider.Label} cannot be used. Write one like {provider.DefaultAddress} in {place}, without a user name or a query." };
    }

    private string? Variable(string name) => _variables.GetOrAdd(name, static (asked, lookup) => Meant(lookup(asked)), variable);

    private static void Set(ConcurrentDictionary<string, string> values, string account, string? value)
    {
        if (Meant(value) is { } meant)
        {
            values[account] = meant;
        }
        else
        {
            values.TryRemove(account, out _);
        }
    }

    private static string? Meant(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();
}
