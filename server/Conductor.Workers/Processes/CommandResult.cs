namespace Conductor.Workers.Processes;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Null when it was ended because its time was over.</param>
/// <param name="Output">Standard output and standard error in the order they came, the middle left out when it was long.</param>
/// <param name="Timeout">The time limit it had.</param>
public sealed record CommandResult(int? ExitCode, string Output, TimeSpan Timeout)
{
    /// <summary>True when the time limit ended it.</summary>
    public bool TimedOut => ExitCode is null;

    /// <summary>For the worker: a first line that says how it ended, then the output.</summary>
    public string Text
    {
        get
        {
            var ending = ExitCode is { } code
                ? $"exit code {code}"
                : $"timed out after {Timeout.TotalSeconds:0.###} s: the command and everything it started were ended. "
                    + "Run something shorter, or pass a larger timeoutSeconds (at most 3600). Output until then:";
            return Output.Length == 0 ? $"{ending}\n(no output)" : $"{ending}\n{Output}";
        }
    }
}
