using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Features.Models;

/// <summary>Keys, what can be used, and whether it works. No message of this room holds a key.</summary>
internal sealed class ModelHandlers(RpcSession session)
{
    /// <summary>Takes a key over, or forgets it. Needs no folder, so that keys are there before anything can run.</summary>
    public SecretState SetSecret(SetSecretParams request)
    {
        string account = session.Providers.AccountOf(request.Provider);
        session.Providers.Access.SetKey(account, request.Key);
        KeySourceName source = session.Providers.Table.All.FirstOrDefault(provider => provider.Account == account) is { } known
            ? ProviderLook.KeySource(known, session.Providers.Access)
            : string.IsNullOrWhiteSpace(request.Key) ? KeySourceName.None : KeySourceName.Secret;
        return new SecretState(account, source);
    }

    /// <summary>Providers with their models, all asked at once, or none of them.</summary>
    public async Task<ModelList> ListAsync(ListModelsParams request, CancellationToken cancellationToken)
    {
        ConductorWorkspace workspace = session.Workspace;
        ProviderSettings providers = workspace.Providers;
        IEnumerable<IModelProvider> meant = request.Provider is { } name ? [Find(name)] : providers.Table.All.Where(provider => provider.Absence is null);
        var catalog = new ModelCatalog(workspace.ModelSources);
        ProviderInfo[] infos = request.Ask is false
            ? [.. meant.Select(provider => ProviderLook.Unasked(provider, providers.Access))]
            : await Task.WhenAll(meant.Select(provider => ProviderLook.AskAsync(catalog, provider, providers.Access, cancellationToken)));
        IEnumerable<ProviderInfo> unusable = request.Provider is null ? providers.Table.Problems.Select(problem => ProviderLook.Unusable(problem.Key, problem.Value)) : [];
        return new ModelList([.. infos.Concat(unusable).Select(EditorWords.Of)]);
    }

    /// <summary>Tries a provider, or a model; the default one when neither is named.</summary>
    public async Task<ModelTestResult> TestAsync(TestModelParams request, CancellationToken cancellationToken)
    {
        ConductorWorkspace workspace = session.Workspace;
        string subject = request switch
        {
            { Model: { Length: > 0 } model } => model,
            { Provider: { Length: > 0 } name } => Find(name).Name,
            _ => workspace.Settings.Model,
        };
        ModelTestResult result = await ModelTest.RunAsync(workspace.ModelSources, workspace.Providers.Access, subject, cancellationToken);
        return result with { Message = EditorWords.Of(result.Message) };
    }

    private IModelProvider Find(string name)
    {
        ProviderTable table = session.Workspace.Providers.Table;
        string lower = name.Trim().ToLowerInvariant();
        return table.Find(lower) ?? throw WireRefusal.Of(
            ErrorCodes.UnknownModel,
            table.ProblemOf(lower) ?? $"There is no provider '{name}'. There are {string.Join(", ", table.All.Select(provider => provider.Name))}; others are added in the setting conductor.models.endpoints.");
    }
}
