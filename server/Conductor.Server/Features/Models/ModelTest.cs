using System.Collections.Immutable;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Models;

/// <summary>Tries models and providers as a ticket would use them. What comes back is for a person, in one sentence or two.</summary>
internal static class ModelTest
{
    /// <summary>A model may think before its first word.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private const string Question = "Answer with the single word: ready";

    /// <summary>Room for models that cannot do without thinking.</summary>
    private const int MostTokens = 512;

    /// <summary>Asks a provider for its models, which costs nothing.</summary>
    public static async Task<ModelTestResult> ProviderAsync(IModelProvider provider, ProviderAccessSource source, CancellationToken cancellationToken)
    {
        long began = source.For(provider).Time.GetTimestamp();
        ProviderInfo info = await ProviderLook.AskAsync(provider, source, cancellationToken);
        return new ModelTestResult(
            info.State == ProviderStateName.Ok,
            provider.Name,
            info.Message ?? $"{provider.Label} answers, with {info.Models.Count switch { 0 => "no models", 1 => "1 model", var count => $"{count} models" }}.",
            Since(began, source.For(provider).Time),
            provider.Account,
            info.Remedy);
    }

    /// <summary>Asks a model for a word; scripted ones need no trying.</summary>
    public static async Task<ModelTestResult> ModelAsync(ConductorWorkspace workspace, string modelId, CancellationToken cancellationToken)
    {
        IModelProvider? provider = workspace.Providers.Table.Find(ModelId.Parse(modelId).Provider);
        switch (workspace.Models.Resolve(modelId))
        {
            case ModelResolution.Refused refused:
                return new ModelTestResult(
                    Ok: false, modelId, refused.Message, 0, provider?.Account, refused.KeyOf is null ? RemedyName.ChooseModel : RemedyName.SetKey);
            case ModelResolution.Found { Model: var model } when provider is not null:
                return await CallAsync(model, provider, workspace.Providers.Access.For(provider), cancellationToken);
            default:
                return new ModelTestResult(Ok: true, modelId, $"{ChatModels.LabelOf(modelId)} plays offline and needs no connection.", 0);
        }
    }

    private static async Task<ModelTestResult> CallAsync(ResolvedModel model, IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        long began = access.Time.GetTimestamp();
        ModelCallException? failure = null;
        using var late = new CancellationTokenSource(Limit, access.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await foreach (ChatResponseUpdate _ in model.Worker.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, Question)], new ChatOptions { MaxOutputTokens = MostTokens }, either.Token))
            {
            }
        }
        catch (Exception) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            failure = new ModelCallException(ModelFailureKind.Idle, $"{model.Label} gave no answer within {Limit.TotalSeconds:0} seconds. Try again, or choose another model.");
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The boundary to every provider's client: whatever it throws becomes one of our kinds of failure.
            failure = ModelFailures.From(exception);
        }

        return new ModelTestResult(
            failure is null,
            model.Id,
            failure is null ? $"{model.Label} answers." : ProviderLook.WithoutKey(failure.Message, access.Key),
            Since(began, access.Time),
            provider.Account,
            failure is null ? null : ProviderLook.RemedyFor(failure.Kind, provider, access));
    }

    private static int Since(long began, TimeProvider time) => (int)time.GetElapsedTime(began).TotalMilliseconds;
}
