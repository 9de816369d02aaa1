using System.CommandLine;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Cli;

/// <summary><c>conductor check</c>: every problem of a track file at once. Writes nothing to disk.</summary>
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
        IReadOnlyList<TrackFileProblem> problems = library.Check(Path.GetRelativePath(root, full).Replace('\\', '/'), text);
        int tickets = TrackFileReader.Read(text).Tickets.Length;
        if (json)
        {
            await terminal.Output.WriteLineAsync(JsonLine.Of(new
            {
                Path = given,
                Ok = problems.Count == 0,
                Tickets = tickets,
                Problems = problems.Select(problem => new { problem.Code, problem.Message, Line = problem.Place?.StartLine + 1, Column = problem.Place?.StartColumn + 1 }),
            }));
        }
        else if (problems.Count == 0)
        {
            await terminal.Output.WriteLineAsync($"{given}: no problems, {(tickets == 1 ? "1 ticket" : $"{tickets} tickets")}.");
        }
        else
        {
            foreach (TrackFileProblem problem in problems)
            {
                await terminal.Output.WriteLineAsync(Line(given, problem));
            }

            await terminal.Error.WriteLineAsync(problems.Count == 1 ? "1 problem. Correct it, then check again." : $"{problems.Count} problems. Correct them, then check again.");
        }

        return problems.Count == 0 ? ExitCodes.Done : ExitCodes.BadInput;
    }

    private static async Task<string> ReadAsync(string given, string full)
    {
        try
        {
            return await File.ReadAllTextAsync(full);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw CommandFailedException.BadInput($"{given} cannot be read: {unreadable.Message} Check the path.");
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
