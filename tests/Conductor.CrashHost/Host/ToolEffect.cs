using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conductor.CrashHost.Host;

/// <summary>What a call of the rich track does to the world, as it can be seen from outside.</summary>
internal static partial class ToolEffect
{
    /// <summary>Names a call by its tool and what it is about; every call with an effect has a name of its own.</summary>
    public static string NameOf(string tool, JsonElement arguments) =>
        arguments.TryGetProperty("command", out JsonElement command) ? $"{tool} {LineOf(command.GetString() ?? "")}"
        : arguments.TryGetProperty("path", out JsonElement path) ? $"{tool} {path.GetString()} {Content(arguments)}".TrimEnd()
        : arguments.TryGetProperty("summary", out JsonElement summary) ? $"{tool} {summary.GetString()}"
        : tool;

    /// <summary>The line that a command of the track adds to the log of effects.</summary>
    public static string LineOf(string command) => Echo().Match(command).Groups["line"].Value;

    /// <summary>Whether the call has left its trace.</summary>
    /// <param name="root">What its paths are relative to.</param>
    public static bool HasHappened(string tool, JsonElement arguments, RunFolder folder, string root) => tool switch
    {
        "run_command" => File.Exists(folder.Effects)
            && File.ReadLines(folder.Effects).Contains(LineOf(arguments.GetProperty("command").GetString() ?? "")),
        "write_file" => TextOf(arguments, root) == arguments.GetProperty("content").GetString(),
        "edit_file" => TextOf(arguments, root)?.Contains(arguments.GetProperty("newText").GetString() ?? "", StringComparison.Ordinal) == true,
        _ => false,
    };

    private static string? TextOf(JsonElement arguments, string root)
    {
        string path = Path.Combine(root, arguments.GetProperty("path").GetString() ?? "");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    private static string Content(JsonElement arguments) =>
        arguments.TryGetProperty("content", out JsonElement content) ? content.GetString()?.Trim() ?? "" : "";

    [GeneratedRegex("echo (?<line>[^ ]+) >>")]
    private static partial Regex Echo();
}
