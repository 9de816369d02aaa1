using System.Collections.Immutable;
using System.Globalization;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Conductor.Workers.Projects;
using Conductor.Workers.Workspaces;

namespace Conductor.Workers.Prompts;

/// <summary>Reads the files of a ticket's context. What cannot be read becomes a line that says so, never an error of the ticket.</summary>
public static class ContextFiles
{
    /// <summary>Bytes; a larger file is not put into a prompt.</summary>
    public const int SizeLimit = 2 * 1024 * 1024;

    /// <summary>Reads each path once, in the order given.</summary>
    /// <param name="paths">Workspace-relative.</param>
    /// <param name="outlines">Reads the declarations of what is not C#.</param>
    /// <param name="look">Tells what the project says of what is C#.</param>
    public static async Task<ImmutableArray<ContextFile>> ReadAsync(
        WorkspaceRoot root, IReadOnlyList<string> paths, ISourceOutlines outlines, CodeLook look, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(outlines);
        ArgumentNullException.ThrowIfNull(look);
        var files = ImmutableArray.CreateBuilder<ContextFile>();
        foreach (var path in paths.Distinct(StringComparer.Ordinal))
        {
            var file = await ReadAsync(root, path, cancellationToken);
            files.Add(file.Text is { } text ? await CompletedAsync(file, text, outlines, look, cancellationToken) : file);
        }
        return files.ToImmutable();
    }

    private static async Task<ContextFile> CompletedAsync(
        ContextFile file, string text, ISourceOutlines outlines, CodeLook look, CancellationToken cancellationToken)
    {
        var request = await look.CompleteAsync(new ViewRequest(file.Path, text, ViewLevel.Curated), cancellationToken);
        return file with
        {
            Outline = await outlines.ReadAsync(file.Path, text, cancellationToken),
            Constants = request.Constants,
            OtherParts = request.OtherParts,
        };
    }

    private static async Task<ContextFile> ReadAsync(WorkspaceRoot root, string path, CancellationToken cancellationToken)
    {
        if (root.Resolve(path) is not PathResolution.Inside inside)
        {
            return Failed(path, "it is outside the workspace. Take it out of the ticket's context, or copy it into the workspace.");
        }
        try
        {
            var file = new FileInfo(inside.FullPath);
            if (Directory.Exists(inside.FullPath))
            {
                return Failed(path, "it is a folder. Look at it with list_files, or name its files.");
            }
            if (!file.Exists)
            {
                return Failed(path, "there is no such file. It may be one that this ticket is to make.");
            }
            if (file.Length > SizeLimit)
            {
                return Failed(path, string.Create(
                    CultureInfo.InvariantCulture, $"it has {file.Length} bytes, more than the {SizeLimit} that fit. Read the lines you need with read_file."));
            }
            // A pipe or a device has no length, and opening it could wait for ever.
            var bytes = file.Length == 0 ? [] : await File.ReadAllBytesAsync(inside.FullPath, cancellationToken);
            return TextFile.Decode(bytes) is { } text
                ? new ContextFile(path, text.Text)
                : Failed(path, $"it is {TextFile.Describe(inside.FullPath)}, not a text file.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Failed(path, $"{exception.Message} Check that it can be read, or take it out of the ticket's context.");
        }
    }

    private static ContextFile Failed(string path, string error) => new(path, null, error);
}
