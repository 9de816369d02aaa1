using Conductor.Views;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;

namespace Conductor.Live;

/// <summary>
/// Tries every provider that can be reached from here, with the cheapest model that does. It costs money, a fraction of a cent, so nothing
/// runs it by itself. Keys come from the environment and are never printed.
/// </summary>
internal static class LiveSuite
{
    /// <summary>What an environment variable begins with that names another model; the provider's name follows.</summary>
    private const string ModelVariable = "CONDUCTOR_LIVE_MODEL_";

    private static readonly Dictionary<string, string> Models = new(StringComparer.Ordinal)
    {
        ["gemini"] = "gemini-2.5-flash-lite",
        ["anthropic"] = "claude-haiku-4-5",
        ["openai"] = "gpt-5-nano",
        ["openai-responses"] = "gpt-5-nano",
    };

    /// <summary>Runs, and says at the end what ran and what did not.</summary>
    /// <param name="only">Providers by name; none means all.</param>
    /// <returns>1 when something failed, else 0.</returns>
    public static async Task<int> RunAsync(TextWriter report, IReadOnlyList<string> only)
    {
        var sources = new ModelSources(Environment.CurrentDirectory, Environment.CurrentDirectory, O200kTokenCounter.Shared, TimeProvider.System);
        List<string> ran = [];
        List<string> skipped = [];
        bool hasFailed = false;
        foreach (IModelProvider provider in sources.Providers().All.Where(provider => only.Count == 0 || only.Contains(provider.Name)))
        {
            ProviderAccess access = sources.Access.For(provider);
            (string? model, string? why) = await ModelOfAsync(provider, access);
            if (model is null)
            {
                skipped.Add($"{provider.Name}: {why}");
                continue;
            }

            await report.WriteLineAsync($"{provider.Name}:{model}");
            IReadOnlyList<LiveResult> results = await new LiveChecks(provider, access, model).RunAsync();
            foreach (LiveResult result in results)
            {
                await report.WriteLineAsync($"  {(result.Problem is null ? "ok    " : "FAILED")}  {result.Name}{(result.Problem is { } problem ? $": {Secrets.Clean(problem)}" : "")}");
            }

            int good = results.Count(result => result.Problem is null);
            hasFailed |= good < results.Count;
            ran.Add($"{provider.Name}:{model} ({good} of {results.Count} ok)");
        }

        await report.WriteLineAsync();
        await report.WriteLineAsync(ran.Count == 0 ? "Ran: nothing." : $"Ran: {string.Join(", ", ran)}.");
        await report.WriteLineAsync(skipped.Count == 0 ? "Skipped: nothing." : $"Skipped:\n  {string.Join("\n  ", skipped)}");
        return hasFailed ? 1 : 0;
    }

    /// <summary>The model to try; or why the provider is skipped.</summary>
    private static async Task<(string? Model, string? Why)> ModelOfAsync(IModelProvider provider, ProviderAccess access)
    {
        if (ProviderWords.Trouble(provider, access) is { } trouble)
        {
            return (null, trouble);
        }

        string variable = ModelVariable + provider.Name.ToUpperInvariant().Replace('-', '_');
        try
        {
            // Also asked where the model is known: what does not run here is skipped, and not found broken four times.
            using var limit = new CancellationTokenSource(LiveChecks.Limit);
            ListedModel? first = (await provider.ListAsync(access, limit.Token)).FirstOrDefault();
            string? model = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named ? named : Models.GetValueOrDefault(provider.Name) ?? first?.Name;
            return (model, $"{provider.Label} lists no model. Name one with {variable}.");
        }
        catch (ModelCallException failure) when (failure.Kind == ModelFailureKind.Network && provider.IsLocal)
        {
            return (null, failure.Message);
        }
        catch (Exception failure) when (failure is ModelCallException or OperationCanceledException)
        {
            // What is set up and cannot list its models is tried all the same, so that its failure shows.
            return (Environment.GetEnvironmentVariable(variable) ?? Models.GetValueOrDefault(provider.Name), $"{failure.Message} Name a model with {variable}.");
        }
    }
}
