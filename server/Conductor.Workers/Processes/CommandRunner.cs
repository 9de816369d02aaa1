using System.Diagnostics;

namespace Conductor.Workers.Processes;

/// <summary>
/// Runs commands, each in a session of its own. A command is over when its process exits, whoever still holds its output; what it left
/// behind is ended then, and everything at once on cancel or time-out. Holds no state; safe for many commands at a time.
/// </summary>
public sealed class CommandRunner(TimeProvider time)
{
    /// <summary>How long to wait for the last output once nothing of the command is left.</summary>
    private static readonly TimeSpan DrainLimit = TimeSpan.FromMilliseconds(500);

    /// <summary>Sends a signal to a process, by its id.</summary>
    internal Func<int, int, int> Signal { get; init; } = CommandSession.Kill;

    /// <summary>Runs one command to its end.</summary>
    /// <exception cref="OperationCanceledException">
    /// The token fired; every process of the command has been ended, unless <see cref="CommandRequest.StillRunning"/> was called.
    /// </exception>
    /// <exception cref="CommandStartException">It could not be started; the message says why and what to do.</exception>
    public async Task<CommandResult> RunAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancellationToken.ThrowIfCancellationRequested();
        PrepareExitCodeFile(request.ExitCodeFile);
        using var process = Start(request);
        var output = new OutputCapture(request.OutputBytes);
        using var drain = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var reading = Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, output, drain.Token),
            ReadAsync(process.StandardError.BaseStream, output, drain.Token));

        // The process waits for a line, so it cannot be gone yet, unless the system could not run the wrapper at all.
        var started = new CommandStarted(process.Id, ProcessTable.Find(process.Id)?.StartedAt ?? "0");
        var session = new CommandSession(started) { StartedHere = true, Signal = Signal };
        bool exited;
        var isGone = true;
        try
        {
            exited = await RunStartedAsync(process, request, started, cancellationToken);
        }
        finally
        {
            isGone = await session.EndAsync(time);
            drain.CancelAfter(DrainLimit);
            await reading;
            if (!isGone && request.StillRunning is { } report)
            {
                await report(started);
            }
        }
        return new CommandResult(exited ? process.ExitCode : null, output.Text(), request.Timeout, isGone ? null : started.Pid);
    }

    /// <returns>False when the time limit came first.</returns>
    private async Task<bool> RunStartedAsync(
        Process process, CommandRequest request, CommandStarted started, CancellationToken cancellationToken)
    {
        if (request.Started is { } report)
        {
            await report(started, cancellationToken);
        }
        using var limit = new CancellationTokenSource(request.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await BeginAsync(process, started, either.Token);
            await process.WaitForExitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task BeginAsync(Process process, CommandStarted started, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(started.StartedAt.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The wrapper has died before it read the line; its exit code says how.
        }
    }

    private static void PrepareExitCodeFile(string? path)
    {
        if (path is null)
        {
            return;
        }
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
        File.Delete(path);
    }

    private static Process Start(CommandRequest request)
    {
        if (CommandLauncher.IsTooLong(request.Command))
        {
            throw new CommandStartException(
                $"The command is longer than {CommandLauncher.LongestCommand} characters. Write it to a script file and run that.");
        }
        if (request.Command.Contains('\0', StringComparison.Ordinal))
        {
            throw new CommandStartException("The command has a NUL character in it. Leave it out.");
        }
        if (!Directory.Exists(request.WorkingDirectory))
        {
            throw new CommandStartException($"The folder '{request.WorkingDirectory}' does not exist. Create it or name another.");
        }
        try
        {
            return Process.Start(CommandLauncher.StartInfo(request))
                ?? throw new CommandStartException("The system started no process for the command. Try again.");
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new CommandStartException($"The shell could not be started: {exception.Message} Check that it is installed.", exception);
        }
    }

    private static async Task ReadAsync(Stream stream, OutputCapture output, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
            {
                output.Append(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The drain is over, or the pipe broke with its writer: what has come until now is the output.
        }
    }
}
