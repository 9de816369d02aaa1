using Conductor.Views;
using Conductor.Workers.Models.Limits;
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
    /// <summary>In place of tier 4's model: nobody explains failed commands.</summary>
    public const string NoQaModel = "off";

    /// <summary>The environment variable that names a file of prices.</summary>
    public const string PriceVariable = "CONDUCTOR_PRICES";

    private static readonly Lazy<ProviderTable> OfProcess =
        new(() => ProviderTable.Standard.With(EndpointSet.FromEnvironment(ProviderAccessSource.ProcessVariables)));

    /// <summary>Gets each client as it is made and gives the one that is called in its place.</summary>
    public Func<IChatClient, IChatClient> Decorate { get; init; } = client => client;

    /// <summary>Who serves models now; read anew for each model that is looked for.</summary>
    public Func<ProviderTable> Providers { get; init; } = () => OfProcess.Value;

    /// <summary>How they are reached.</summary>
    public IProviderAccessSource Access { get; init; } = ProviderAccessSource.OfProcess;

    /// <summary>What keeps all workers within the limits of each account and model; null for no limits.</summary>
    public LimitTable? Limits { get; init; }

    /// <summary>A file of prices and windows whose rows win over Conductor's own; null for none. Relative to the current folder.</summary>
    public string? PriceFile { get; init; } = Environment.GetEnvironmentVariable(PriceVariable);

    /// <summary>The same as a person set it, over that one; null or empty for none. Asked each time prices are looked up.</summary>
    public Func<string?> SetPriceFile { get; init; } = () => null;

    internal Prices.PriceFile Prices() => Models.Prices.PriceFile.At(() =>
        SetPriceFile() is { Length: > 0 } set ? Path.GetFullPath(set, CurrentFolder)
        : PriceFile is { Length: > 0 } file ? Path.GetFullPath(file, CurrentFolder)
        : null);

    /// <summary>The id of tier 4's model; null or empty for the worker's, <see cref="NoQaModel"/> for none. A scripted worker explains by its own script.</summary>
    public Func<string?> QaModel { get; init; } = () => null;
}
