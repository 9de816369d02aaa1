namespace Conductor.Workers.Processes;

/// <summary>One command line to run.</summary>
/// <param name="Command">For <c>sh -c</c>, on Windows for PowerShell.</param>
/// <param name="WorkingDirectory">An existing folder, absolute.</param>
/// <param name="Timeout">Counted from the moment the command begins.</param>
public sealed record CommandRequest(string Command, string WorkingDirectory, TimeSpan Timeout)
{
    /// <summary>Bytes of output kept, half from its beginning and half from its end.</summary>
    public int OutputBytes { get; init; } = CommandLimits.Default.OutputBytes;

    /// <summary>Where the exit code is written, as decimal text, by the command's own wrapper; absolute. Null to write none.</summary>
    public string? ExitCodeFile { get; init; }

    /// <summary>
    /// Called with the process that will be the command, before the command does anything. The command begins when the task is done,
    /// and never begins when it fails.
    /// </summary>
    public Func<CommandStarted, CancellationToken, Task>? Started { get; init; }

    /// <summary>Called when the command is over, or stopped, and it or something it had started could not be ended.</summary>
    public Func<CommandStarted, Task>? StillRunning { get; init; }
}

/// <summary>Names a process for good: an id alone is used again by the system.</summary>
/// <param name="Pid">The process id; on Unix also the id of the command's session.</param>
/// <param name="StartedAt">The system's own start stamp of the process, to be compared and nothing else.</param>
public sealed record CommandStarted(int Pid, string StartedAt);

/// <summary>Limits of commands in a workspace.</summary>
/// <param name="DefaultTimeout">When a call names none.</param>
/// <param name="MaximumTimeout">The most a call may ask for.</param>
/// <param name="OutputBytes">Bytes of output kept, half from its beginning and half from its end.</param>
public sealed record CommandLimits(TimeSpan DefaultTimeout, TimeSpan MaximumTimeout, int OutputBytes)
{
    /// <summary>Two minutes, at most an hour, 64 KiB.</summary>
    public static CommandLimits Default { get; } = new(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(3600), 64 * 1024);
}
