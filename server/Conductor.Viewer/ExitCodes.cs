namespace Conductor.Viewer;

/// <summary>What the process says with its exit code. Scripts branch on these; they never change their meaning.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Bad input, or nothing to resume.</summary>
    public const int BadInput = 1;

    /// <summary>The run is blocked: it needs a person.</summary>
    public const int Blocked = 2;

    /// <summary>A ticket failed, or the run could not be recorded any more.</summary>
    public const int Failed = 3;

    /// <summary>The run was cancelled, or paused and can be resumed.</summary>
    public const int Stopped = 4;

    /// <summary>The run is paused, because a budget does not last for what comes next.</summary>
    public const int Budget = 5;

    /// <summary>Another process has the workspace.</summary>
    public const int InUse = 6;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 64;
}
