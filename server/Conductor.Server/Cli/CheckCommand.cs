using System.CommandLine;
using Conductor.Server.Cli.Runs;
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
        var track = new Argument<string>("track") { HelpName = "track.json", Description = "The track: its file, its id, or its file's name." };
        var workspace = new Option<string?>("--workspace") { HelpName = "DIR", Description = "The workspace. The nearest folder around the file that has a .conductor folder unless named." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var command = new Command("check", "Check a track file: every problem at once, with its place. Exit code 1 if there is any.") { track, workspace, json };
        command.SetAction(parsed => CheckAsync(
            Find(parsed.GetRequiredValue(track), parsed.GetValue(workspace) is { } root ? Path.GetFullPath(root, terminal.CurrentFolder) : null, terminal),
            parsed.GetValue(json),
            terminal));
        return command;
    }

    /// <summary>A problem as editors and compilers write it: <c>path:line:column: message</c>, counted from 1.</summary>
    public static string Line(string path, TrackFileProblem problem) => TerminalWords.Of(problem.Place is null ? $"{path}: {problem}" : $"{path}:{problem}");

    /// <param name="workspace">Absolute; null when none is named.</param>
    private static CheckedFile Find(string given, string? workspace, Terminal terminal)
    {
        if (workspace is not null && !Directory.Exists(workspace))
        {
            throw CommandFailedException.BadInput($"There is no folder {workspace}. Name an existing one with --workspace.");
        }

        string here = Path.GetFullPath(given, terminal.CurrentFolder);
        if (workspace is not null || (!Path.Exists(here) && TrackNames.Find(terminal.CurrentFolder, given).Count > 0))
        {
            string root = workspace ?? terminal.CurrentFolder;
            string path = TrackArgument.PathOf(given, root, terminal.CurrentFolder);
            return new CheckedFile(File.Exists(here) ? given : path, Path.GetFullPath(path, root), root);
        }

        return new CheckedFile(given, here, RootOf(here));
    }

    private static async Task<int> CheckAsync(CheckedFile file, bool json, Terminal terminal)
    {
        string text = await ReadAsync(file.Name, file.FullPath);
        await using var workspace = new ConductorWorkspace(new WorkspaceOptions(file.Root, WorkspaceSettings.Default, terminal.Time, terminal.Error.WriteLine));
        var library = new TrackLibrary(workspace, new TrackDocuments(workspace.Folder));
        TrackCheck found = library.Check(Path.GetRelativePath(file.Root, file.FullPath).Replace('\\', '/'), text);
        found = found with { Warnings = [.. found.Warnings, .. MissingContext.In(TrackFileReader.Read(text), file.Root)] };
        return json ? await WriteJsonAsync(file.Name, found, terminal) : await WriteLinesAsync(file.Name, found, terminal);
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
            await terminal.Output.WriteLineAsync($"{given}: {(found.Warnings.Length switch { 0 => "no problems", 1 => "no problems, but 1 warning", var warnings => $"no problems, but {warnings} warnings" })}, {(found.TicketCount == 1 ? "1 ticket" : $"{found.TicketCount} tickets")}.");
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

    /// <param name="Name">As it is shown.</param>
    /// <param name="FullPath">Absolute.</param>
    /// <param name="Root">The workspace it is checked in, absolute.</param>
    private sealed record CheckedFile(string Name, string FullPath, string Root);
}
