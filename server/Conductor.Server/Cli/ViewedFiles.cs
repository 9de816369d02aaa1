using Conductor.Server.Hosting;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.Cli;

/// <summary>Shows files as <c>conductor view</c> does, with what the engine knows of them: the declarations of every language, and what stands around C#.</summary>
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
        await using var outlines = new NodeOutlines(OutlineSetup.Installed(nodePath: null), time);
        await using var code = new WorkspaceCode(WorkspaceRoot.Open(folder), time, error.WriteLine, isTrusted: () => true);
        return await new ShownFiles(output, error, folder, new EngineViews(outlines, code, folder)).ShowAsync(order);
    }

    private sealed class EngineViews(NodeOutlines outlines, WorkspaceCode code, string folder) : IFileViews
    {
        public async Task<FileView> ViewAsync(ViewRequest request, ViewOrder order)
        {
            OutlineReading outline = await outlines.ReadAsync(request.Path, request.Text, CancellationToken.None);
            CodeLook look = order.Around ? code.LookPatiently() : code.Look();
            request = outline.For(request with { Constants = look.ConstantsOf(request.Path) });
            FileView view = ViewBuilder.Build(order.Around ? await look.CompleteAsync(request, CancellationToken.None) : request, O200kTokenCounter.Shared);
            if (!order.Around || (view.Text.Length == 0 && request.Text.Length > 0))
            {
                return view;
            }

            string shown = await look.WithAroundAsync(view, request.Text, order.Budget, O200kTokenCounter.Shared, CancellationToken.None);
            return shown == view.Text
                ? view with { Note = $"{view.Note} {NothingAround(view, order)}".TrimStart() }
                : view with { Text = shown, Tokens = O200kTokenCounter.Shared.Count(shown) };
        }

        /// <summary>Why there is nothing behind a view of what is around it.</summary>
        private string NothingAround(FileView view, ViewOrder order) =>
            !view.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? "What is around it is told of C# files only."
            : view.Path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(view.Path) ? $"It stands outside {folder}, so nothing around it was looked at: go to the folder that it belongs to, and view it there."
            : view.Shown.IsEmpty ? "No body of it is shown, so there is nothing to tell of what is around them: ask for another --level."
            : $"Of other files in {folder}, none was seen that it uses or that uses it{(order.Budget is null ? "" : ", or there is no room for them in the budget")}.";
    }
}
