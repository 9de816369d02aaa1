using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Features.Models;

/// <summary>Tries models and providers, and says what a client can offer when that fails.</summary>
internal static class ModelTest
{
    /// <param name="subject">A provider's name, or a model's id.</param>
    public static async Task<ModelTestResult> RunAsync(ConductorWorkspace workspace, string subject, CancellationToken cancellationToken)
    {
        long began = workspace.Time.GetTimestamp();
        ConnectionResult result = await TryAsync(workspace.ModelSources, subject, cancellationToken);
        var milliseconds = (int)workspace.Time.GetElapsedTime(began).TotalMilliseconds;
        if (workspace.Providers.Table.Find(ModelId.Parse(subject).Provider) is not { } provider)
        {
            return new ModelTestResult(result.IsOk, subject, result.Message, milliseconds, Account: null, result.IsOk ? null : RemedyName.ChooseModel);
        }

        ProviderAccess access = workspace.Providers.Access.For(provider);
        return new ModelTestResult(
            result.IsOk,
            subject,
            result.Message,
            milliseconds,
            provider.Account,
            result.IsOk ? null : ProviderLook.RemedyFor(result.Failure, provider, access) ?? ProviderLook.Unasked(provider, workspace.Providers.Access).Remedy);
    }

    /// <summary>The boundary to every provider's client: whatever it throws is an answer.</summary>
    public static async Task<ConnectionResult> TryAsync(ModelSources sources, string subject, CancellationToken cancellationToken)
    {
        try
        {
            return await new ConnectionTest(sources).TestAsync(subject, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ModelCallException failure = ModelFailures.From(exception);
            return new ConnectionResult(false, $"{failure.Message}{ProviderWords.NextStep(failure)}") { Failure = failure.Kind };
        }
    }
}
