using System.CommandLine;
using Conductor.Server.Hosting;
using Conductor.Server.Rpc;

namespace Conductor.Server.Cli;

/// <summary><c>conductor serve --stdio</c>: the sidecar of an editor.</summary>
internal static class ServeCommand
{
    /// <summary>How long workers get to stop before the process ends all the same; an ended client waits for nobody.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromMilliseconds(1_700);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Speak JSON-RPC on standard input and output. The only transport there is." };
        var model = new Option<string?>("--model") { Description = "Model for tickets and runs that name none, until the client says otherwise; for example gemini:gemini-2.5-flash-lite." };
        var scriptLog = new Option<string?>("--script-log") { Description = "Where script: models log their calls." };
        var clientProcess = new Option<int?>("--clientProcessId") { Description = "End when this process is gone." };
        var command = new Command("serve", "Serve an editor over standard input and output.") { stdio, model, scriptLog, clientProcess };
        command.SetAction((parsed, cancellationToken) =>
        {
            WorkspaceSettings settings = WorkspaceSettings.Default;
            settings = parsed.GetValue(model) is { Length: > 0 } chosen ? settings with { Model = chosen } : settings;
            return RunAsync(new RpcSessionOptions(settings, TimeProvider.System, Log, parsed.GetValue(scriptLog)), parsed.GetValue(clientProcess), cancellationToken);
        });
        return command;
    }

    /// <summary>Exactly <c>serve --stdio</c>, without the command line around it. Never throws.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> ServeEditorAsync()
    {
        try
        {
            using var interrupted = new CancellationTokenSource();
            using IDisposable interruption = StandardStreams.OnInterrupt(interrupted.Cancel);
            return await RunAsync(new RpcSessionOptions(WorkspaceSettings.Default, TimeProvider.System, Log), null, interrupted.Token);
        }
        catch (Exception failure)
        {
            return await CommandLine.ExplainAsync(failure, StandardStreams.Error);
        }
    }

    private static async Task<int> RunAsync(RpcSessionOptions options, int? clientProcessId, CancellationToken cancellationToken)
    {
        (Stream input, Stream output) = StandardStreams.TakeForWire();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task parentGone = clientProcessId is { } id ? ParentProcess.WaitForExitAsync(id, ending.Token) : Task.Delay(Timeout.InfiniteTimeSpan, ending.Token);
        var watchedInput = new EndOfStreamSignal(input);
        Task serving = RpcServer.RunAsync(output, watchedInput, options, ending.Token);

        await Task.WhenAny(serving, parentGone, watchedInput.Ended);
        await ending.CancelAsync();
        if (await Task.WhenAny(serving, Task.Delay(StopLimit, CancellationToken.None)) != serving)
        {
            options.Log("Some work did not stop in time; it can be resumed.");
            Environment.Exit(0);
        }

        await serving;
        return 0;
    }

    private static void Log(string line) => StandardStreams.Error.WriteLine(line);
}
