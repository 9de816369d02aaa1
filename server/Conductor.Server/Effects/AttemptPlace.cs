using Conductor.Server.Snapshots;
using Conductor.Workers.Loop;
using Conductor.Workers.Projects;

namespace Conductor.Server.Effects;

/// <summary>Where attempts are at home: a folder with the tools that work in it, and what is recorded of it. Thread-safe.</summary>
/// <param name="Environment">With what a worker works there.</param>
/// <param name="Trees">Records what stands there.</param>
internal sealed record AttemptPlace(WorkerEnvironment Environment, TreeRecorder Trees) : IAsyncDisposable
{
    /// <summary>Its C# code, for what stands around a view; null where there is none of its own.</summary>
    public WorkspaceCode? Code { get; init; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Code is { } code)
        {
            await code.DisposeAsync();
        }

        await Trees.DisposeAsync();
    }
}
