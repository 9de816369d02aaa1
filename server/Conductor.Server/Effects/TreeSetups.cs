using System.Globalization;
using Conductor.Server.Hosting;
using Conductor.Workers.Loop;
using Conductor.Workers.Tools;

namespace Conductor.Server.Effects;

/// <summary>
/// Runs in a new working tree what the track's file wants run there. A few at a time: such commands download and build, and many tickets
/// become ready together. Thread-safe.
/// </summary>
internal sealed class TreeSetups(ToolContext tools) : IDisposable
{
    private const int MostAtATime = 4;
    private const string CallId = "tree-set-up";

    /// <summary>Characters of a failed command's output that are told.</summary>
    private const int MostTold = 2_000;

    private readonly SemaphoreSlim _slots = new(MostAtATime);

    /// <summary>Runs it to its end, and records that.</summary>
    /// <param name="root">The workspace in the tree, absolute.</param>
    /// <returns>Why the tree is of no use, in words for a person; null when all went well.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, and everything it had started has been ended.</exception>
    public async Task<string?> RunAsync(TrackActor actor, AttemptKey key, string command, string root, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            DeclaredResult result = await new TreeCommands(actor, key, tools).SetUpAsync(CallId, command, root, cancellationToken);
            return result.ExitCode == 0 ? null : string.Create(
                CultureInfo.InvariantCulture,
                $"The set-up command `{command}` of its working tree ended with exit code {result.ExitCode}, so its worker was not started. Put right what it says, or change it in the track file (worktree: setup), then retry the ticket. {EndOf(result.Output)}");
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private static string EndOf(string output) => output.Trim() switch
    {
        "" => "It wrote nothing.",
        { Length: <= MostTold } all => $"It wrote:\n\n{all}",
        var all => $"Its output ends with:\n\n{OutputEnd.Of(all, MostTold)}",
    };
}
