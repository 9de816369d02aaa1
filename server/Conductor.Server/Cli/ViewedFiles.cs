using System.Globalization;
using Conductor.Server.Hosting;
using Conductor.Server.Storage;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Cli;

/// <summary>Shows files as <c>conductor view</c> does.</summary>
/// <param name="folder">The current folder, absolute.</param>
internal sealed class ViewedFiles(TextWriter output, TextWriter error, string folder, TimeProvider time)
{
    /// <summary>Shows them at this process's terminal, without the command line around it. Never throws.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> ShowAtOnceAsync(ViewOrder order)
    {
        // It takes as long as to parse a large file, and is needed only then.
        Task prepared = Task.Run(O200kTokenCounter.Shared.Prepare);
        try
        {
            int exitCode = await new ViewedFiles(StandardStreams.Output, StandardStreams.Error, Directory.GetCurrentDirectory(), TimeProvider.System).ShowAsync(order);
            await prepared;
            return exitCode;
        }
        catch (Exception failure)
        {
            return await CommandLine.ExplainAsync(failure, StandardStreams.Error);
        }
    }

    /// <summary>Shows each file, or says why it cannot be shown.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> ShowAsync(ViewOrder order)
    {
        int exitCode = ExitCodes.Done;
        await using var outlines = new NodeOutlines(OutlineSetup.Installed(nodePath: null), time);
        await using var code = new WorkspaceCode(WorkspaceRoot.Open(folder), time, error.WriteLine, isTrusted: () => true);
        foreach (string file in order.Files)
        {
            string full = Path.GetFullPath(file, folder);
            if (Read(file, full) is not { } text)
            {
                exitCode = ExitCodes.BadInput;
                continue;
            }

            // On another thread, since a whole file takes about as long to count as to parse.
            Task<int> fullTokens = Task.Run(() => O200kTokenCounter.Shared.Count(text));
            OutlineReading outline = await outlines.ReadAsync(file, text, CancellationToken.None);
            string path = Path.GetRelativePath(folder, full).Replace('\\', '/');
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
                    ? view with { Note = $"{view.Note} {NothingAround(view, order)}".TrimStart() }
                    : view with { Text = shown, Tokens = O200kTokenCounter.Shared.Count(shown) };
            }

            Write(order, view with { Path = file.Replace('\\', '/') }, await fullTokens);
        }

        return exitCode;
    }

    /// <returns>Null when it cannot be read, and why is said.</returns>
    private string? Read(string file, string full)
    {
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(UnreadableFile.Describe(file, full, unreadable));
            return null;
        }
    }

    /// <summary>Why there is nothing behind a view of what is around it.</summary>
    private string NothingAround(FileView view, ViewOrder order) =>
        !view.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? "What is around it is told of C# files only."
        : view.Path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(view.Path) ? $"It stands outside {folder}, so nothing around it was looked at: go to the folder that it belongs to, and view it there."
        : view.Shown.IsEmpty ? "No body of it is shown, so there is nothing to tell of what is around them: ask for another --level."
        : $"Of other files in {folder}, none was seen that it uses or that uses it{(order.Budget is null ? "" : ", or there is no room for them in the budget")}.";

    private void Write(ViewOrder order, FileView view, int fullTokens)
    {
        string level = view.Level.ToString().ToLowerInvariant();
        if (order.Json)
        {
            output.WriteLine(JsonLine.Of(new { view.Path, Level = level, view.Tokens, FullTokens = fullTokens, view.ElidedBodies, view.TotalLines, view.Note, view.Text }));
            return;
        }

        if (order.Files.Count > 1)
        {
            output.WriteLine($"==> {view.Path} <==");
        }

        output.Write(view.Text);
        if (view.Text.Length > 0 && !view.Text.EndsWith('\n'))
        {
            output.WriteLine();
        }

        string note = view.Note is null ? "" : $" {view.Note}";
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{view.Path}: {level}, {view.Tokens:N0} of {fullTokens:N0} tokens.{note}"));
    }
}
