using System.CommandLine;
using System.Globalization;
using Conductor.Server.Storage;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Cli;

/// <summary><c>conductor view</c>: what a worker gets to see of files.</summary>
internal static class ViewCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("file") { Arity = ArgumentArity.OneOrMore, Description = "Files to view." };
        var level = new Option<string>("--level") { HelpName = "curated|skeleton|outline|signature|full", DefaultValueFactory = _ => "curated", Description = "How much to show." };
        level.AcceptOnlyFromAmong("curated", "skeleton", "outline", "signature", "full");
        var budget = new Option<int?>("--budget") { HelpName = "TOKENS", Description = "The most tokens of each view; the level goes down until it fits." };
        budget.Validators.Add(result =>
        {
            if (result.Tokens is [var given] && (!int.TryParse(given.Value, CultureInfo.InvariantCulture, out int number) || number < 1))
            {
                result.AddError("--budget takes a number of tokens, 1 or more.");
            }
        });
        var around = new Option<bool>("--around") { Description = "Also what the shown C# code uses of other files of the current folder, and who uses it. Reads the whole folder first." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per file and line." };
        var command = new Command("view", "Show files as workers get to see them, with their token counts.") { files, level, budget, around, json };
        command.SetAction(parsed => ShowAsync(
            new ViewOrder(
                parsed.GetRequiredValue(files),
                Enum.Parse<ViewLevel>(parsed.GetRequiredValue(level), ignoreCase: true),
                parsed.GetValue(budget),
                parsed.GetValue(around),
                parsed.GetValue(json)),
            terminal));
        return command;
    }

    private static async Task<int> ShowAsync(ViewOrder order, Terminal terminal)
    {
        int exitCode = ExitCodes.Done;
        await using var outlines = new NodeOutlines(OutlineSetup.Installed(nodePath: null), terminal.Time);
        await using var code = new WorkspaceCode(WorkspaceRoot.Open(terminal.CurrentFolder), terminal.Time, terminal.Error.WriteLine, isTrusted: () => true);
        foreach (string file in order.Files)
        {
            string text;
            string full = Path.GetFullPath(file, terminal.CurrentFolder);
            try
            {
                text = await File.ReadAllTextAsync(full);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                await terminal.Error.WriteLineAsync(UnreadableFile.Describe(file, full, unreadable));
                exitCode = ExitCodes.BadInput;
                continue;
            }

            // On another thread, since the vocabulary takes as long to load as a large file to parse.
            Task<int> fullTokens = Task.Run(() => O200kTokenCounter.Shared.Count(text));
            OutlineReading outline = await outlines.ReadAsync(file, text, CancellationToken.None);
            string path = Path.GetRelativePath(terminal.CurrentFolder, full).Replace('\\', '/');
            CodeLook look = order.Around ? code.LookPatiently() : code.Look();
            ViewRequest request = outline.For(new ViewRequest(path, text, order.Level, order.Budget) { Constants = look.ConstantsOf(path) });
            FileView view = ViewBuilder.Build(order.Around ? await look.CompleteAsync(request, CancellationToken.None) : request, O200kTokenCounter.Shared);
            if (view.Text.Length == 0 && text.Length > 0)
            {
                // The note says that the budget is too small for anything.
                exitCode = ExitCodes.BadInput;
            }
            else if (order.Around)
            {
                string shown = await look.WithAroundAsync(view, text, order.Budget, O200kTokenCounter.Shared, CancellationToken.None);
                view = shown == view.Text
                    ? view with { Note = $"{view.Note} {NothingAround(view, order, terminal.CurrentFolder)}".TrimStart() }
                    : view with { Text = shown, Tokens = O200kTokenCounter.Shared.Count(shown) };
            }

            await WriteAsync(order, view with { Path = file.Replace('\\', '/') }, await fullTokens, terminal);
        }

        return exitCode;
    }

    /// <summary>Why there is nothing behind a view of what is around it.</summary>
    private static string NothingAround(FileView view, ViewOrder order, string folder) =>
        !view.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? "What is around it is told of C# files only."
        : view.Path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(view.Path) ? $"It stands outside {folder}, so nothing around it was looked at: go to the folder that it belongs to, and view it there."
        : view.Shown.IsEmpty ? "No body of it is shown, so there is nothing to tell of what is around them: ask for another --level."
        : $"Of other files in {folder}, none was seen that it uses or that uses it{(order.Budget is null ? "" : ", or there is no room for them in the budget")}.";

    private static async Task WriteAsync(ViewOrder order, FileView view, int fullTokens, Terminal terminal)
    {
        string level = view.Level.ToString().ToLowerInvariant();
        if (order.Json)
        {
            await terminal.Output.WriteLineAsync(JsonLine.Of(new { view.Path, Level = level, view.Tokens, FullTokens = fullTokens, view.ElidedBodies, view.TotalLines, view.Note, view.Text }));
            return;
        }

        if (order.Files.Count > 1)
        {
            await terminal.Output.WriteLineAsync($"==> {view.Path} <==");
        }

        await terminal.Output.WriteAsync(view.Text);
        if (view.Text.Length > 0 && !view.Text.EndsWith('\n'))
        {
            await terminal.Output.WriteLineAsync();
        }

        string note = view.Note is null ? "" : $" {view.Note}";
        await terminal.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{view.Path}: {level}, {view.Tokens:N0} of {fullTokens:N0} tokens.{note}"));
    }

    private sealed record ViewOrder(IReadOnlyList<string> Files, ViewLevel Level, int? Budget, bool Around, bool Json);
}
