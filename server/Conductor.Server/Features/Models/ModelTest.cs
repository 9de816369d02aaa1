using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Catalog;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Features.Models;

/// <summary>Tries models and providers, and says what a client can offer when that fails.</summary>
internal static class ModelTest
{
    /// <summary>What came of trying it, with how long that took.</summary>
    /// <param name="access">How providers are reached; the one that <paramref name="sources"/> has.</param>
    /// <param name="subject">A provider's name, or a model's id.</param>
    public static async Task<ModelTestResult> RunAsync(ModelSources sources, ProviderAccessSource access, string subject, CancellationToken cancellationToken)
    {
        long began = sources.Time.GetTimestamp();
        ConnectionResult result = await TryAsync(sources, subject, cancellationToken);
        var milliseconds = (int)sources.Time.GetElapsedTime(began).TotalMilliseconds;
        if (sources.Providers().Find(ModelId.Parse(subject).Provider) is not { } provider)
        {
            return new ModelTestResult(result.IsOk, subject, result.Message, milliseconds, Account: null, result.IsOk ? null : RemedyName.ChooseModel);
        }

        RemedyName? remedy = result.IsOk ? null : ProviderLook.RemedyFor(result.Failure, provider, access.For(provider)) ?? ProviderLook.Unasked(provider, access).Remedy;
        return new ModelTestResult(result.IsOk, subject, result.Message, milliseconds, provider.Account, remedy);
    }

    /// <summary>The boundary to every provider's client: whatever it throws is an answer.</summary>
    private static async Task<ConnectionResult> TryAsync(ModelSources sources, string subject, CancellationToken cancellationToken)
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
