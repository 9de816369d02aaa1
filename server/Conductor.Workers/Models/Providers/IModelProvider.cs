using System.Collections.Immutable;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers;

/// <summary>One who serves models. Holds nothing of a call; safe to use from many workers at once.</summary>
public interface IModelProvider
{
    /// <summary>The first part of its models' ids, in lower case, for example <c>gemini</c>.</summary>
    string Name { get; }

    /// <summary>The name that its key and its address are set under; shared by those who are one vendor behind two protocols.</summary>
    string Account => Name;

    /// <summary>For people, for example <c>Google Gemini</c>.</summary>
    string Label { get; }

    /// <summary>Environment variables that may hold its key, the first that is set wins; empty when it takes none.</summary>
    ImmutableArray<string> KeyVariables { get; }

    /// <summary>The environment variable that may hold another address; null when there is none.</summary>
    string? AddressVariable { get; }

    /// <summary>Where it is reached unless told otherwise.</summary>
    Uri DefaultAddress { get; }

    /// <summary>What a base address of it looks like, as the end of a sentence about the address; null where it has none.</summary>
    string? AddressForm => null;

    /// <summary>It refuses calls without a key.</summary>
    bool NeedsKey { get; }

    /// <summary>It answers on this machine.</summary>
    bool IsLocal { get; }

    /// <summary>Its models cost nothing unless a person says otherwise.</summary>
    bool IsFree => IsLocal;

    /// <summary>What a person does to start it, as the beginning of a sentence; null where it is not theirs to start.</summary>
    string? HowToStart => null;

    /// <summary>What a person does to get a model that it does not have, as the beginning of a sentence; null where that is not theirs to get.</summary>
    string? HowToGet(string model) => null;

    /// <summary>Why none of its models can be called from here, whatever is set, with what to do; null when they can.</summary>
    string? Absence => null;

    /// <summary>
    /// A client of one model, whose failures are <see cref="ModelCallException"/>s with words for a person. It never retries, and it reports
    /// usage as <see cref="UsageDetailsReading"/> says.
    /// </summary>
    /// <param name="model">The model's name without the provider.</param>
    IChatClient Client(string model, ProviderAccess access);

    /// <summary>Tokens that a model's window has as far as its provider has told in this process; null when it has not.</summary>
    int? WindowOf(string model, ProviderAccess access) => null;

    /// <summary>The models that this key can call now, as the provider lists them.</summary>
    /// <exception cref="ModelCallException">The provider cannot be asked; the message says what to do.</exception>
    Task<ImmutableArray<ListedModel>> ListAsync(ProviderAccess access, CancellationToken cancellationToken);
}

/// <summary>How a provider is reached.</summary>
/// <param name="Key">Never written anywhere; null when there is none.</param>
/// <param name="Address">The base address, without a trailing slash that matters.</param>
/// <param name="Http">Without a time limit of its own, and it reads no answer to its end that was left; shared by all calls of the provider.</param>
public sealed record ProviderAccess(string? Key, Uri Address, HttpClient Http, TimeProvider Time)
{
    /// <summary>Why it cannot be reached as it was set, with what to do; null when nothing is known to be wrong. Never holds the key.</summary>
    public string? Problem { get; init; }

    /// <summary>Never written anywhere; null when there is none. A key that is used once is taken out of every error from then on.</summary>
    public string? Key { get; init => field = Secrets.Remember(value); } = Secrets.Remember(Key);

    /// <summary>Without the key: records print their members, and logs print records.</summary>
    public override string ToString() => $"{Address} ({(Key is null ? "no key" : "with a key")})";
}

/// <summary>A model that a provider lists.</summary>
/// <param name="Name">Without the provider.</param>
/// <param name="Label">For people; null when the provider has none.</param>
/// <param name="ContextWindow">In tokens; null when the provider does not say.</param>
/// <param name="MaximumOutput">In tokens; null when the provider does not say.</param>
public sealed record ListedModel(string Name, string? Label = null, int? ContextWindow = null, int? MaximumOutput = null);
