using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Features.Models;

/// <summary>A provider as it is set up, and as it answers.</summary>
internal static class ProviderLook
{
    /// <summary>What is known without asking it.</summary>
    public static ProviderInfo Unasked(IModelProvider provider, ProviderAccessSource source)
    {
        ProviderAccess access = source.For(provider);
        ProviderInfo info = Info(provider, source, access);
        return ProviderWords.Trouble(provider, access) is { } trouble
            ? info with
            {
                State = ProviderWords.LacksKey(provider, access) ? ProviderStateName.NoKey : ProviderStateName.Failed,
                Message = trouble,
                Remedy = provider.Absence is not null ? RemedyName.ChooseModel : access.Problem is null ? RemedyName.SetKey : RemedyName.OpenSettings,
            }
            : info;
    }

    /// <summary>What it answers; that it does not is an answer too.</summary>
    public static async Task<ProviderInfo> AskAsync(ModelCatalog catalog, IModelProvider provider, ProviderAccessSource source, CancellationToken cancellationToken)
    {
        ProviderInfo info = Unasked(provider, source);
        if (info.State != ProviderStateName.NotAsked)
        {
            return info;
        }

        ProviderAccess access = source.For(provider);
        ProviderModels listed = await ListAsync(catalog, provider, cancellationToken);
        return info with
        {
            State = listed.State == CatalogState.Ok ? ProviderStateName.Ok
                : provider.IsLocal && listed.Failure == ModelFailureKind.Network ? ProviderStateName.Off
                : ProviderStateName.Failed,
            Message = listed.Message,
            Remedy = RemedyFor(listed.Failure, provider, access),
            Models = [.. listed.Models.Select(model => ToInfo(provider, model))],
        };
    }

    /// <summary>An endpoint of the settings that could not be read.</summary>
    public static ProviderInfo Unusable(string name, string problem) => new(
        name,
        name,
        name,
        ProviderStateName.Failed,
        problem,
        RemedyName.OpenSettings,
        TakesKey: false,
        NeedsKey: false,
        KeySourceName.None,
        KeyVariables: [],
        IsLocal: false,
        Address: "",
        Models: []);

    /// <summary>The demo as one who serves itself; null where the workspace does not bring its script along.</summary>
    public static ProviderInfo? Demo(ModelSources sources)
    {
        string script = DemoModel.ScriptFile(sources.Workspace);
        if (!File.Exists(script))
        {
            return null;
        }

        string? problem = new ChatModels(sources).Resolve(DemoModel.Id) is ModelResolution.Refused { Message: var message } ? message : null;
        return Unusable(DemoModel.Id, problem ?? "") with
        {
            Label = DemoModel.Label,
            State = problem is null ? ProviderStateName.Ok : ProviderStateName.Failed,
            Message = problem,
            Remedy = null,
            IsLocal = true,
            Models = problem is null ? [new ModelInfo(DemoModel.Id, DemoModel.Label, InputPrice: 0, OutputPrice: 0)] : [],
        };
    }

    /// <summary>Where its key comes from.</summary>
    public static KeySourceName KeySource(IModelProvider provider, ProviderAccessSource source) =>
        source.HasSetKey(provider.Account) ? KeySourceName.Secret
        : source.For(provider).Key is not null ? KeySourceName.Environment
        : KeySourceName.None;

    /// <summary>What a person can do about a failure.</summary>
    public static RemedyName? RemedyFor(ModelFailureKind? kind, IModelProvider provider, ProviderAccess access) => kind switch
    {
        ModelFailureKind.Auth => RemedyName.SetKey,
        ModelFailureKind.UnknownModel or ModelFailureKind.NoCredit => RemedyName.ChooseModel,
        ModelFailureKind.Network when provider.IsLocal => RemedyName.StartProvider,
        ModelFailureKind.Network or ModelFailureKind.Unknown when access.Address != provider.DefaultAddress => RemedyName.OpenSettings,
        _ => null,
    };

    /// <summary>The boundary to every provider's client: whatever it throws is an answer, so that one that breaks hides no other.</summary>
    private static async Task<ProviderModels> ListAsync(ModelCatalog catalog, IModelProvider provider, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.ListAsync(provider, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ModelCallException failure = ModelFailures.From(exception);
            return new ProviderModels(provider.Name, provider.Label, CatalogState.Failed, $"{failure.Message}{ProviderWords.NextStep(failure)}", []) { Failure = failure.Kind };
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

    /// <summary>The label without its provider's, under which it is shown.</summary>
    private static ModelInfo ToInfo(IModelProvider provider, CatalogModel model)
    {
        string suffix = $" ({provider.Label})";
        return new ModelInfo(
            model.Id,
            model.Label.EndsWith(suffix, StringComparison.Ordinal) ? model.Label[..^suffix.Length] : model.Label,
            model.Facts.ContextWindow,
            model.Facts.MaximumOutput,
            (double?)model.Facts.Price?.Input,
            (double?)model.Facts.Price?.Output);
    }
}
