namespace Conductor.Workers.Processes;

/// <summary>Starts a program in a session of its own, which no signal of our terminal reaches.</summary>
internal static class OwnSession
{
    /// <summary>
    /// What a command line begins with to be run in one; empty where there is nothing that makes one (on Windows a process without a window
    /// is not reached by our console's keys anyway). Where there is no setsid program (macOS), perl can make a session too.
    /// </summary>
    public static string[] Words() => OperatingSystem.IsWindows() ? []
        : OnPath("setsid") ? ["setsid"]
        : OnPath("perl") ? ["perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV or exit 126;"]
        : [];

    /// <summary>True when a program is in a folder of the PATH.</summary>
    public static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
