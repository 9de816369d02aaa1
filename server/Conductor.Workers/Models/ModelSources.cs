using Conductor.Views;
using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models;

/// <summary>Where models come from.</summary>
/// <param name="Workspace">Absolute; holds the demo's script, and scripts named by relative paths.</param>
/// <param name="CurrentFolder">Absolute; relative paths of scripts are looked for here first.</param>
/// <param name="Tokens">Counts for the demo model.</param>
/// <param name="ScriptLogFile">Where scripted models log their calls; null for nowhere.</param>
public sealed record ModelSources(
    string Workspace, string CurrentFolder, ITokenCounter Tokens, TimeProvider Time, string? ScriptLogFile = null)
{
    private static readonly Lazy<ProviderTable> Known =
        new(() => ProviderTable.Standard.With(EndpointSet.FromEnvironment(ProviderAccessSource.ProcessVariables)));

    /// <summary>The standard providers, and the endpoints that this process's environment names.</summary>
    public static ProviderTable OfProcess => Known.Value;

    /// <summary>The environment variable that names a file of prices.</summary>
    public const string PriceVariable = "CONDUCTOR_PRICES";

    /// <summary>Gets each client as it is made and gives the one that is called in its place.</summary>
    public Func<IChatClient, IChatClient> Decorate { get; init; } = client => client;

    /// <summary>Who serves models now; read anew for each model that is looked for.</summary>
    public Func<ProviderTable> Providers { get; init; } = () => OfProcess;

    /// <summary>How they are reached.</summary>
    public IProviderAccessSource Access { get; init; } = ProviderAccessSource.OfProcess;

    /// <summary>A file of prices and windows whose rows win over Conductor's own; null for none. Relative to the current folder.</summary>
    public string? PriceFile { get; init; } = Environment.GetEnvironmentVariable(PriceVariable);

    internal Prices.PriceFile Prices() => new(PriceFile is { Length: > 0 } file ? Path.GetFullPath(file, CurrentFolder) : null);

    /// <summary>The id of tier 4's model; null or empty for the worker's. A scripted worker explains by its own script.</summary>
    public Func<string?> QaModel { get; init; } = () => null;
}
