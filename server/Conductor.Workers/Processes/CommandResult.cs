using System.Globalization;

namespace Conductor.Workers.Processes;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Null when it was ended because its time was over.</param>
/// <param name="Output">Standard output and standard error in the order they came, the middle left out when it was long.</param>
/// <param name="Timeout">The time limit it had.</param>
/// <param name="StillRunning">Its process id when it, or something it had started, could not be ended; null when nothing of it is left.</param>
public sealed record CommandResult(int? ExitCode, string Output, TimeSpan Timeout, int? StillRunning = null)
{
    /// <summary>True when the time limit ended it.</summary>
    public bool TimedOut => ExitCode is null;

    /// <summary>For the worker: a first line that says how it ended, then the output.</summary>
    public string Text
    {
        get
        {
            var output = Output.Length == 0 ? "(no output)" : Output;
            return (ExitCode, StillRunning) switch
            {
                ({ } code, null) => $"exit code {code}\n{output}",
                ({ } code, { } left) => $"exit code {code}\n{WordsOfLeft(left)}\n{output}",
                (null, null) => $"timed out after {Seconds}: the command and everything it started were ended. {Shorter}\n{output}",
                (null, { } left) => $"timed out after {Seconds}. {WordsOfLeft(left)} {Shorter}\n{output}",
            };
        }
    }

    private string Seconds => $"{Timeout.TotalSeconds:0.###} s";

    private const string Shorter = "Run something shorter, or pass a larger timeoutSeconds (at most 3600). Output until then:";

    /// <summary>For the worker: that something of a command is left, and what that means for what it does next.</summary>
    public static string WordsOfLeft(int processId) => string.Create(
        CultureInfo.InvariantCulture,
        $"Process {processId}, or something that it started, could not be ended and still runs, so it may go on changing files. Name it when you finish, so that a person can end it.");
}
