using System.Collections.Immutable;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Features.Models;

/// <summary>A provider as it is set up, and as it answers.</summary>
internal static class ProviderLook
{
    /// <summary>A list that takes longer helps nobody who waits in front of it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What is known without asking it.</summary>
    public static ProviderInfo Unasked(IModelProvider provider, ProviderAccessSource source)
    {
        ProviderAccess access = source.For(provider);
        ProviderInfo info = Info(provider, source, access);
        return ProviderWords.LacksKey(provider, access) ? info with { State = ProviderStateName.NoKey, Message = ProviderWords.Trouble(provider, access), Remedy = RemedyName.SetKey }
            : ProviderWords.Trouble(provider, access) is { } trouble ? info with { State = ProviderStateName.Failed, Message = trouble, Remedy = access.Problem is null ? RemedyName.SetKey : RemedyName.OpenSettings }
            : info;
    }

    /// <summary>What it answers; that it does not is an answer too.</summary>
    public static async Task<ProviderInfo> AskAsync(IModelProvider provider, ProviderAccessSource source, CancellationToken cancellationToken)
    {
        ProviderInfo info = Unasked(provider, source);
        if (info.State != ProviderStateName.NotAsked)
        {
            return info;
        }

        ProviderAccess access = source.For(provider);
        try
        {
            ImmutableArray<ListedModel> models = await ListAsync(provider, access, cancellationToken);
            return info with { State = ProviderStateName.Ok, Models = [.. models.Select(model => ToInfo(provider, model))] };
        }
        catch (ModelCallException failure)
        {
            return info with
            {
                State = provider.IsLocal && failure.Kind == ModelFailureKind.Network ? ProviderStateName.Off : ProviderStateName.Failed,
                Message = WithoutKey(failure.Message, access.Key),
                Remedy = RemedyFor(failure.Kind, provider, access),
            };
        }
    }

    /// <summary>Where its key comes from.</summary>
    public static KeySourceName KeySource(IModelProvider provider, ProviderAccessSource source) =>
        source.HasSetKey(provider.Account) ? KeySourceName.Secret
        : source.For(provider).Key is not null ? KeySourceName.Environment
        : KeySourceName.None;

    /// <summary>What a person can do about a failure.</summary>
    public static RemedyName? RemedyFor(ModelFailureKind kind, IModelProvider provider, ProviderAccess access) => kind switch
    {
        ModelFailureKind.Auth => RemedyName.SetKey,
        ModelFailureKind.UnknownModel or ModelFailureKind.NoCredit => RemedyName.ChooseModel,
        ModelFailureKind.Network when provider.IsLocal => RemedyName.StartProvider,
        ModelFailureKind.Network when access.Address != provider.DefaultAddress => RemedyName.OpenSettings,
        _ => null,
    };

    /// <summary>What a provider says may hold the key that it was sent.</summary>
    public static string WithoutKey(string message, string? key) =>
        string.IsNullOrEmpty(key) ? message : message.Replace(key, "(the key)", StringComparison.Ordinal);

    /// <summary>Its models, within the limit; every failure with words for a person.</summary>
    /// <exception cref="ModelCallException">It did not answer, or refused.</exception>
    public static async Task<ImmutableArray<ListedModel>> ListAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Limit, access.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await provider.ListAsync(access, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ModelCallException(
                ModelFailureKind.Network, $"{provider.Label} did not answer within {Limit.TotalSeconds:0} seconds. Check the network and its address, {ProviderWords.Place(access.Address)}, then try again.");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The boundary to every provider's client: whatever it throws becomes one of our kinds of failure.
            throw ModelFailures.From(exception);
        }
    }

    private static ProviderInfo Info(IModelProvider provider, ProviderAccessSource source, ProviderAccess access) => new(
        provider.Name,
        provider.Label,
        provider.Account,
        ProviderStateName.NotAsked,
        Message: null,
        Remedy: null,
        TakesKey: !provider.KeyVariables.IsEmpty,
        provider.NeedsKey,
        KeySource(provider, source),
        provider.KeyVariables,
        provider.IsLocal,
        ProviderWords.Place(access.Address),
        Models: []);

    private static ModelInfo ToInfo(IModelProvider provider, ListedModel model) => new(
        $"{provider.Name}:{model.Name}",
        model.Label ?? model.Name,
        model.ContextWindow,
        model.MaximumOutput,
        provider.IsLocal ? 0 : null,
        provider.IsLocal ? 0 : null);
}
