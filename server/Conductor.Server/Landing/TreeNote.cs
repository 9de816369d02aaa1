using Conductor.Workers.Workspaces;

namespace Conductor.Server.Landing;

/// <summary>
/// What is about to happen to the folder of a tree, written beside it before it begins and deleted when it is done. A folder with a note is
/// only half there, and nothing in it is anybody's work: whoever comes after a crash may delete it.
/// </summary>
/// <param name="Branch">Of one that is removed, the ref to delete with it; null for none.</param>
/// <param name="Tip">Where that ref was.</param>
/// <param name="KeptAs">Of one that is removed, the ref that keeps its work; null for none.</param>
internal sealed record TreeNote(bool IsRemoval, string? Branch = null, string? Tip = null, string? KeptAs = null)
{
    private const string Removing = "removing";
    private const string Making = "making";
    private const string Ending = ".unfinished";

    /// <summary>The note about a folder; null when there is none. One that is not whole is about a tree that is being made: a removal's is whole before it begins.</summary>
    public static TreeNote? Read(string folder) => File.Exists(PathOf(folder))
        ? File.ReadAllText(PathOf(folder)).Split('\n') is [Removing, var branch, var tip, var kept, ..]
            ? new TreeNote(true, Known(branch), Known(tip), Known(kept))
            : new TreeNote(false)
        : null;

    /// <summary>The folders, there or not, that notes in a folder are about.</summary>
    public static IEnumerable<string> FoldersIn(string parent) => Directory.EnumerateFiles(parent, $"*{Ending}").Select(file => file[..^Ending.Length]);

    /// <summary>Writes it, for good.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public Task WriteAsync(string folder, CancellationToken cancellationToken) => AtomicFile.WriteAsync(
        PathOf(folder), System.Text.Encoding.UTF8.GetBytes(IsRemoval ? $"{Removing}\n{Branch}\n{Tip}\n{KeptAs}\n" : $"{Making}\n"), cancellationToken);

    /// <summary>What was to happen has happened.</summary>
    public static void Delete(string folder) => File.Delete(PathOf(folder));

    private static string PathOf(string folder) => folder + Ending;

    private static string? Known(string text) => text.Length == 0 ? null : text;
}
