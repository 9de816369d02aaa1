using System.Collections.Immutable;
using System.Globalization;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Catalog;

/// <summary>What a test of a connection found.</summary>
/// <param name="Message">One line: that it works, or what is wrong and what to do.</param>
public sealed record ConnectionResult(bool IsOk, string Message)
{
    /// <summary>Of what kind the failure is; null when nothing failed, or nothing was called.</summary>
    public ModelFailureKind? Failure { get; init; }
}

/// <summary>Tries whether a provider, or one of its models, can be used. With a model, one answer of a few tokens is paid for.</summary>
public sealed class ConnectionTest(ModelSources sources)
{
    /// <summary>How long each step may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Some models take no smaller number.</summary>
    private const int FewTokens = 16;

    private readonly ChatModels _models = new(sources);

    /// <summary>Tries it.</summary>
    /// <param name="name">A provider's name, as <c>gemini</c>, or a model's id.</param>
    public async Task<ConnectionResult> TestAsync(string name, CancellationToken cancellationToken)
    {
        var id = ModelId.Parse(name);
        if (sources.Providers().Find(id.Provider) is not { } provider)
        {
            return _models.Resolve(name) switch
            {
                ModelResolution.Refused { Message: var why } => new ConnectionResult(false, why),
                _ => new ConnectionResult(true, $"OK: {ChatModels.LabelOf(name)} plays a script and needs no connection."),
            };
        }
        var access = sources.Access.For(provider);
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            return new ConnectionResult(false, trouble);
        }
        if (_models.PriceProblem is { } price)
        {
            return new ConnectionResult(false, $"No provider's model can be run. {price}");
        }
        using var limit = new CancellationTokenSource(Limit, sources.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return id.Name.Length == 0
                ? await ListAsync(provider, access, either.Token)
                : await CallAsync(provider, id.Name, access, either.Token);
        }
        catch (ModelCallException failure)
        {
            return new ConnectionResult(false, $"{failure.Message}{ProviderWords.NextStep(failure)}") { Failure = failure.Kind };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ConnectionResult(
                false, $"{provider.Label} did not answer in {Limit.TotalSeconds:0} s. Check the network and {ProviderWords.Place(access.Address)}, then try again.")
            { Failure = ModelFailureKind.Network };
        }
    }

    private async Task<ConnectionResult> ListAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        var start = sources.Time.GetTimestamp();
        var models = await provider.ListAsync(access, cancellationToken);
        return new ConnectionResult(true, $"OK: {provider.Label} answered in {Since(start)} and lists {Count(models.Length, "model")}.");
    }

    private async Task<ConnectionResult> CallAsync(IModelProvider provider, string model, ProviderAccess access, CancellationToken cancellationToken)
    {
        // What it lists is only good for a suggestion: some servers list nothing, and some models answer to names that no list has.
        var known = await KnownAsync(provider, access, cancellationToken);
        var start = sources.Time.GetTimestamp();
        try
        {
            using var client = provider.Client(model, access);
            var options = new ChatOptions { MaxOutputTokens = FewTokens };
            var answer = await client.GetResponseAsync([new ChatMessage(ChatRole.User, "Answer with OK.")], options, cancellationToken);
            var tokens = UsageDetailsReading.From(answer.Usage) is { } usage ? $" with {Count(usage.TotalTokens, "token")}" : "";
            return new ConnectionResult(true, $"OK: {model} ({provider.Label}) answered in {Since(start)}{tokens}.");
        }
        catch (ModelCallException failure) when (failure.Kind == ModelFailureKind.UnknownModel && ProviderWords.Nearest(model, known) is { } near)
        {
            return new ConnectionResult(false, $"{failure.Message} Did you mean {provider.Name}:{near}?") { Failure = failure.Kind };
        }
    }

    /// <summary>A refused key or a missing network is told at once; a list that cannot be had is none.</summary>
    private static async Task<ImmutableArray<string>> KnownAsync(IModelProvider provider, ProviderAccess access, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await provider.ListAsync(access, cancellationToken)).Select(model => model.Name)];
        }
        catch (ModelCallException failure) when (failure.Kind is not (ModelFailureKind.Auth or ModelFailureKind.Network or ModelFailureKind.NoCredit))
        {
            return [];
        }
    }

    private string Since(long start) => string.Create(CultureInfo.InvariantCulture, $"{sources.Time.GetElapsedTime(start).TotalMilliseconds:0} ms");

    private static string Count(long number, string of) => number == 1 ? $"1 {of}" : string.Create(CultureInfo.InvariantCulture, $"{number} {of}s");
}
