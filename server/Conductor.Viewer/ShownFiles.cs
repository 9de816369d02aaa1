using System.Globalization;
using Conductor.Views;

namespace Conductor.Viewer;

/// <summary>Shows files as <c>conductor view</c> does.</summary>
/// <param name="output">The views.</param>
/// <param name="error">What a person is told of them, and of files that cannot be shown.</param>
/// <param name="folder">The current folder, absolute.</param>
public sealed class ShownFiles(TextWriter output, TextWriter error, string folder, IFileViews views)
{
    /// <summary>Shows each file, or says why it cannot be shown.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> ShowAsync(ViewOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        int exitCode = ExitCodes.Done;
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
            string path = Path.GetRelativePath(folder, full).Replace('\\', '/');
            FileView view = await views.ViewAsync(new ViewRequest(path, text, order.Level, order.Budget), order);
            if (view.Text.Length == 0 && text.Length > 0)
            {
                // The note says that the budget is too small for anything.
                exitCode = ExitCodes.BadInput;
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

    private void Write(ViewOrder order, FileView view, int fullTokens)
    {
        string level = view.Level.ToString().ToLowerInvariant();
        if (order.Json)
        {
            output.WriteLine(new ViewLine(view.Path, level, view.Tokens, fullTokens, view.ElidedBodies, view.TotalLines, view.Note, view.Text).ToJson());
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
