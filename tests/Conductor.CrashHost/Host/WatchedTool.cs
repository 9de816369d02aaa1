using System.Text.Json;
using Conductor.Workers.Tools;

namespace Conductor.CrashHost.Host;

/// <summary>
/// A tool with a point right before and right after each call, around the record of a command's process, and while the command is at work.
/// </summary>
internal sealed class WatchedTool(WorkerTool inner, KillSwitch kill, RunFolder folder) : WorkerTool
{
    private static readonly Lock LogGate = new();

    public override string Name => inner.Name;

    public override string Description => inner.Description;

    public override JsonElement ArgumentsSchema => inner.ArgumentsSchema;

    public override ToolInspection Inspect(JsonElement arguments, ToolContext context) => inner.Inspect(arguments, context);

    public override FileChange? Preview(JsonElement arguments, ToolContext context) => inner.Preview(arguments, context);

    public override async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        string call = ToolEffect.NameOf(Name, arguments);
        kill.Pass("before tool", call);
        lock (LogGate)
        {
            File.AppendAllText(folder.ToolCalls, call + "\n");
        }

        ToolResult result = Name == "run_command"
            ? await RunCommandAsync(call, arguments, context, cancellationToken)
            : await inner.RunAsync(arguments, context, cancellationToken);
        kill.Pass("after tool", call);
        return result;
    }

    private async Task<ToolResult> RunCommandAsync(string call, JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = new FileSystemWatcher(folder.Path, Path.GetFileName(folder.Effects));
        watcher.Created += Look;
        watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        Task<ToolResult> run = inner.RunAsync(arguments, context with { CommandStarted = Started }, cancellationToken);
        await Task.WhenAny(run, happened.Task);
        kill.Pass("during", call);
        return await run;

        void Look(object sender, FileSystemEventArgs changed)
        {
            if (ToolEffect.HasHappened(Name, arguments, folder, context.Root.FullPath))
            {
                happened.TrySetResult();
            }
        }

        async Task Started(Workers.Processes.CommandStarted started, CancellationToken stopped)
        {
            kill.Pass("before record of process", call);
            await (context.CommandStarted?.Invoke(started, stopped) ?? Task.CompletedTask);
            kill.Pass("after record of process", call);
        }
    }
}
