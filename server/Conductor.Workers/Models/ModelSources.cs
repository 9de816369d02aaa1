using Conductor.Views;
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
    private static readonly Lazy<ProviderTable> OfProcess =
        new(() => ProviderTable.Standard.With(EndpointSet.FromEnvironment(ProviderAccessSource.ProcessVariables)));

    /// <summary>Gets each client as it is made and gives the one that is called in its place.</summary>
    public Func<IChatClient, IChatClient> Decorate { get; init; } = client => client;

    /// <summary>Who serves models now; read anew for each model that is looked for.</summary>
    public Func<ProviderTable> Providers { get; init; } = () => OfProcess.Value;

    /// <summary>How they are reached.</summary>
    public IProviderAccessSource Access { get; init; } = ProviderAccessSource.OfProcess;

    /// <summary>The id of tier 4's model; null or empty for the worker's. A scripted worker explains by its own script.</summary>
    public Func<string?> QaModel { get; init; } = () => null;
}
