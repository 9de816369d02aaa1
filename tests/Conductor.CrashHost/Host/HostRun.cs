using Conductor.Core.Tests.Engine;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;

namespace Conductor.CrashHost.Host;

/// <summary>The process that is killed: opens a workspace, starts the rich track or goes on with it, and brings it to its end.</summary>
internal static class HostRun
{
    /// <summary>Exit code of a run that did not come to its end.</summary>
    public const int Stuck = 3;

    /// <summary>The undisturbed run takes about a second.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Runs until the track is as the person wants it, or until the kill switch ends this process.</summary>
    public static async Task<int> RunAsync(HostOptions options)
    {
        var folder = new RunFolder(options.Folder);
        var kill = new KillSwitch(options, folder);
        ConductorWorkspace workspace = Open(folder, options.Scenario, kill);
        await using (workspace)
        {
            var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));
            await library.LoadJournalAsync();
            await workspace.Yard.OpenAsync(CancellationToken.None);
            if (await library.OpenAsync(RunFolder.TrackFile) is not TrackOpening.Opened { Actor: var actor })
            {
                throw new InvalidOperationException("The rich track was refused.");
            }

            var person = new Person(workspace, actor, options.Scenario.PlanFor(folder, options.AnswersFirst));
            try
            {
                await person.BringToEndAsync().WaitAsync(Limit);
            }
            catch (TimeoutException)
            {
                await Console.Error.WriteLineAsync($"The run did not end: {actor.State.Run}\n{StateText.Of(actor.State.Active)}\n{StateText.Of(actor.State.OpenApprovals.Keys)}");
                return Stuck;
            }
        }

        // Only now: workers that were cancelled have recorded what they were doing.
        await File.WriteAllTextAsync(folder.LiveState, StateText.Of(workspace.Actor(RunFolder.TrackId).State));
        return 0;
    }

    private static ConductorWorkspace Open(RunFolder folder, Scenario scenario, KillSwitch kill) => new(new WorkspaceOptions(
        folder.Workspace,
        WorkspaceSettings.Default with { Model = Plan.Model, MaxParallel = scenario.UsesGit ? 8 : Plan.MaxParallel, ApprovalMode = scenario.Approvals },
        TimeProvider.System,
        line => File.AppendAllText(folder.Log, line + "\n"),
        ScriptLogFile: folder.ModelCalls,
        Seams: new WorkspaceSeams
        {
            Journal = journal => new WatchedJournal(journal, kill),
            Model = model => new WatchedModel(model, kill),
            Tool = tool => new WatchedTool(tool, kill, folder),
            Tokens = new WordCounter(),
        }));
}
