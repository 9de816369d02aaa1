using System.Diagnostics;
using System.Text;

namespace Conductor.Workers.Processes;

/// <summary>
/// How a command is started: by a small wrapper in a session of its own, which waits for a line on its input before it does anything,
/// runs the command with no input, and leaves the exit code in a file.
/// </summary>
internal static class CommandLauncher
{
    /// <summary>In UTF-8 bytes on Unix and in characters on Windows, where one argument or the whole command line is limited.</summary>
    public static int LongestCommand { get; } = OperatingSystem.IsWindows() ? 8_000 : 100_000;

    // $1 is the command and $2 the exit code file. The line read is the wrapper's own start stamp; an end of input instead of a line
    // means that the starter has died or changed its mind. Both outputs share one pipe, so they keep their order.
    private const string UnixWrapper = """
        IFS= read -r stamp || exit 125
        exec </dev/null 2>&1
        CONDUCTOR_COMMAND="$$:$stamp"
        export CONDUCTOR_COMMAND
        sh -c "$1"
        code=$?
        if [ -n "$2" ]; then printf '%s\n' "$code" >"$2.new" && mv -f "$2.new" "$2"; fi
        exit "$code"
        """;

    // The inner shell runs the command, so that an 'exit' in it does not skip the file.
    private const string WindowsWrapper = """
        if ($null -eq [Console]::In.ReadLine()) { exit 125 }
        $code = 1
        $null | & $env:CONDUCTOR_SHELL -NoProfile -NonInteractive -EncodedCommand $env:CONDUCTOR_ENCODED
        $code = $LASTEXITCODE
        if ($env:CONDUCTOR_EXIT_FILE) {
          Set-Content -LiteralPath "$env:CONDUCTOR_EXIT_FILE.new" -Value $code
          Move-Item -Force -LiteralPath "$env:CONDUCTOR_EXIT_FILE.new" -Destination $env:CONDUCTOR_EXIT_FILE
        }
        exit $code
        """;

    public static bool IsTooLong(string command) =>
        (OperatingSystem.IsWindows() ? command.Length : Encoding.UTF8.GetByteCount(command)) > LongestCommand;

    public static ProcessStartInfo StartInfo(CommandRequest request)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = request.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        CommandEnvironment.Apply(start.Environment);
        if (OperatingSystem.IsWindows())
        {
            AddWindows(start, request);
        }
        else
        {
            AddUnix(start, request);
        }
        return start;
    }

    private static void AddUnix(ProcessStartInfo start, CommandRequest request)
    {
        string[] wrapper = ["sh", "-c", UnixWrapper, "conductor-command", request.Command, request.ExitCodeFile ?? ""];
        // Where no session can be made the command stays in ours, and its process tree is ended instead.
        string[] words = [.. OwnSession.Words(), .. wrapper];
        start.FileName = words[0];
        foreach (var word in words.Skip(1))
        {
            start.ArgumentList.Add(word);
        }
    }

    private static void AddWindows(ProcessStartInfo start, CommandRequest request)
    {
        var shell = OwnSession.OnPath("pwsh.exe") ? "pwsh.exe" : "powershell.exe";
        start.FileName = shell;
        foreach (var word in new[] { "-NoProfile", "-NonInteractive", "-EncodedCommand", Encoded(WindowsWrapper) })
        {
            start.ArgumentList.Add(word);
        }
        start.Environment["CONDUCTOR_SHELL"] = shell;
        start.Environment["CONDUCTOR_ENCODED"] = Encoded(request.Command);
        start.Environment["CONDUCTOR_EXIT_FILE"] = request.ExitCodeFile ?? "";
    }

    private static string Encoded(string script) => Convert.ToBase64String(Encoding.Unicode.GetBytes(script));
}
