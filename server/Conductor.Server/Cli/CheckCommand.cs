using System.CommandLine;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Cli;

/// <summary><c>conductor check</c>: every problem and warning of a track file at once. Writes nothing to disk.</summary>
internal static class CheckCommand
{
    private const string Marker = ".conductor";

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var track = new Argument<string>("track") { HelpName = "track.json", Description = "The track file." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var command = new Command("check", "Check a track file: every problem at once, with its place. Exit code 1 if there is any.") { track, json };
        command.SetAction(parsed => CheckAsync(parsed.GetRequiredValue(track), parsed.GetValue(json), terminal));
        return command;
    }

    /// <summary>A problem as editors and compilers write it: <c>path:line:column: message</c>, counted from 1.</summary>
    public static string Line(string path, TrackFileProblem problem) => problem.Place is null ? $"{path}: {problem}" : $"{path}:{problem}";

    private static async Task<int> CheckAsync(string given, bool json, Terminal terminal)
    {
        string full = Path.GetFullPath(given, terminal.CurrentFolder);
        string text = await ReadAsync(given, full);
        string root = RootOf(full);
        await using var workspace = new ConductorWorkspace(new WorkspaceOptions(root, WorkspaceSettings.Default, terminal.Time, terminal.Error.WriteLine));
        var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));
        TrackCheck found = library.Check(Path.GetRelativePath(root, full).Replace('\\', '/'), text);
        return json ? await WriteJsonAsync(given, found, terminal) : await WriteLinesAsync(given, found, terminal);
    }

    private static async Task<int> WriteJsonAsync(string given, TrackCheck found, Terminal terminal)
    {
        await terminal.Output.WriteLineAsync(JsonLine.Of(new
        {
            Path = given,
            Ok = found.Problems.IsEmpty,
            Tickets = found.TicketCount,
            Problems = found.Problems.Select(AtPlace),
            Warnings = found.Warnings.Select(AtPlace),
        }));
        return ExitCodeOf(found);

        static object AtPlace(TrackFileProblem problem) =>
            new { problem.Code, problem.Message, Line = problem.Place?.StartLine + 1, Column = problem.Place?.StartColumn + 1 };
    }

    private static async Task<int> WriteLinesAsync(string given, TrackCheck found, Terminal terminal)
    {
        foreach (TrackFileProblem problem in found.Problems)
        {
            await terminal.Output.WriteLineAsync(Line(given, problem));
        }

        foreach (TrackFileProblem warning in found.Warnings)
        {
            await terminal.Output.WriteLineAsync(WarningLine(given, warning));
        }

        if (found.Problems.IsEmpty)
        {
            await terminal.Output.WriteLineAsync($"{given}: no problems, {(found.TicketCount == 1 ? "1 ticket" : $"{found.TicketCount} tickets")}.");
        }
        else
        {
            int count = found.Problems.Length;
            await terminal.Error.WriteLineAsync(count == 1 ? "1 problem. Correct it, then check again." : $"{count} problems. Correct them, then check again.");
        }

        return ExitCodeOf(found);
    }

    private static int ExitCodeOf(TrackCheck found) => found.Problems.IsEmpty ? ExitCodes.Done : ExitCodes.BadInput;

    private static string WarningLine(string path, TrackFileProblem warning) =>
        Line(path, warning with { Message = $"warning: {warning.Message}" });

    private static async Task<string> ReadAsync(string given, string full)
    {
        try
        {
            return await File.ReadAllTextAsync(full);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.BadInput(UnreadableFile.Describe(given, full, unreadable));
        }
    }

    /// <summary>The workspace a file belongs to, so that ids that clash with other track files are found; else the file's own folder.</summary>
    private static string RootOf(string file)
    {
        string own = Path.GetDirectoryName(file) ?? file;
        for (string? folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(Path.Combine(folder, Marker)))
            {
                return folder;
            }
        }

        return own;
    }
}
