using System.ComponentModel;
using System.Diagnostics;

namespace Conductor.Server.Cli;

/// <summary>Opens a text in the person's own editor: <c>VISUAL</c>, else <c>EDITOR</c>, else the system's simplest one.</summary>
internal static class TextEditor
{
    /// <summary>The text as the person left it; null when the editor could not be started or said that it failed.</summary>
    /// <param name="suffix">The file's ending, so that the editor knows its kind.</param>
    /// <param name="error">Told when it did not work.</param>
    public static async Task<string?> EditAsync(string text, string suffix, TextWriter error, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("conductor-").FullName;
        string file = Path.Combine(folder, "edit" + suffix);
        try
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
            using Process editor = Process.Start(StartInfo(file)) ?? throw new Win32Exception();
            await editor.WaitForExitAsync(cancellationToken);
            if (editor.ExitCode == 0)
            {
                return await File.ReadAllTextAsync(file, cancellationToken);
            }

            await error.WriteLineAsync($"The editor ended with exit code {editor.ExitCode}; nothing was changed.");
            return null;
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            await error.WriteLineAsync("No editor could be started. Set EDITOR to one, for example: export EDITOR=nano");
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ProcessStartInfo StartInfo(string file)
    {
        string chosen = Environment.GetEnvironmentVariable("VISUAL") ?? Environment.GetEnvironmentVariable("EDITOR") ?? "";
        if (OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo(chosen.Length > 0 ? chosen : "notepad", [file]) { UseShellExecute = false };
        }

        // EDITOR may hold options ("code --wait"), so the shell takes it apart; the file's name is an argument and stays whole.
        return new ProcessStartInfo("/bin/sh", ["-c", (chosen.Length > 0 ? chosen : "vi") + " \"$1\"", "sh", file]) { UseShellExecute = false };
    }
}
