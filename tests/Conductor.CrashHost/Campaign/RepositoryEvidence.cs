using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Conductor.CrashHost.Host;

namespace Conductor.CrashHost.Campaign;

/// <summary>What a run has left of a repository.</summary>
/// <param name="Landed">The files on the integration branch, each with its content's id.</param>
/// <param name="Landings">The subjects of what was merged there, in the order of the alphabet: two that do not depend on each other may land in either order.</param>
/// <param name="Person">What is the person's: their branch, its commit, their index and what differs from it.</param>
/// <param name="Trees">The working trees that git knows, the number of the attempt left out.</param>
/// <param name="Folders">The folders below that of working trees, likewise.</param>
/// <param name="Branches">All there are.</param>
/// <param name="Processes">Processes that still work in the run's folder.</param>
/// <param name="Locks">Files that a git which was ended has left to keep others out.</param>
internal sealed partial record RepositoryEvidence(
    ImmutableArray<string> Landed,
    ImmutableArray<string> Landings,
    ImmutableArray<string> Person,
    ImmutableArray<string> Trees,
    ImmutableArray<string> Folders,
    ImmutableArray<string> Branches,
    ImmutableArray<string> Processes,
    ImmutableArray<string> Locks)
{
    /// <summary>Reads a run's folder; null when its workspace is no repository.</summary>
    public static async Task<RepositoryEvidence?> ReadAsync(RunFolder folder)
    {
        if (!Directory.Exists(Path.Combine(folder.Workspace, ".git")))
        {
            return null;
        }

        string integration = (await GitAsync(folder, "for-each-ref", "--format=%(refname)", "refs/heads/conductor/*/integration")).FirstOrDefault() ?? "HEAD";
        string worktrees = Path.Combine(folder.Workspace, ".conductor", "worktrees");
        return new RepositoryEvidence(
            await GitAsync(folder, "ls-tree", "-r", integration),
            [.. (await GitAsync(folder, "log", "--first-parent", "--format=%s", integration)).Order(StringComparer.Ordinal)],
            [.. await GitAsync(folder, "symbolic-ref", "HEAD"), .. await GitAsync(folder, "log", "--format=%T %s", "HEAD"), .. await GitAsync(folder, "ls-files", "-s"), .. await GitAsync(folder, "status", "--porcelain")],
            [.. (await GitAsync(folder, "worktree", "list", "--porcelain")).Where(line => line.StartsWith("worktree ", StringComparison.Ordinal)).Select(line => Plain(line[(line.LastIndexOf('/') + 1)..])).Order(StringComparer.Ordinal)],
            [.. (Directory.Exists(worktrees) ? Directory.EnumerateFileSystemEntries(worktrees) : []).Select(entry => Plain(Path.GetFileName(entry))).Order(StringComparer.Ordinal)],
            await GitAsync(folder, "for-each-ref", "--format=%(refname)", "refs/heads"),
            [.. WorkingIn(folder.Path)],
            [.. Directory.EnumerateFiles(Path.Combine(folder.Workspace, ".git"), "*.lock", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder.Workspace, file))]);
    }

    private static async Task<ImmutableArray<string>> GitAsync(RunFolder folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Workspace, RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string Plain(string name) => Attempt().Replace(name, "--N");

    private static IEnumerable<string> WorkingIn(string folder)
    {
        if (!Directory.Exists("/proc"))
        {
            yield break;
        }

        foreach (string process in Directory.EnumerateDirectories("/proc").Where(process => int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out _)))
        {
            if (FolderOf(process) is { } where && where.StartsWith(folder + "/", StringComparison.Ordinal))
            {
                yield return where[folder.Length..];
            }
        }
    }

    private static string? FolderOf(string process)
    {
        try
        {
            return new FileInfo(Path.Combine(process, "cwd")).LinkTarget;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has just ended, or is somebody else's.
            return null;
        }
    }

    [GeneratedRegex("--[0-9]+$")]
    private static partial Regex Attempt();
}
