using System.Diagnostics;
using Conductor.Core.Approvals;

namespace Conductor.CrashHost.Host;

/// <summary>A track with its person, which a campaign kills.</summary>
/// <param name="Name">How it is asked for.</param>
/// <param name="Approvals">When tool calls ask.</param>
/// <param name="UsesGit">The workspace is a repository, and what git is asked to change are points too.</param>
internal sealed record Scenario(string Name, ApprovalMode Approvals, bool UsesGit)
{
    /// <summary>A bit of everything that can happen to a ticket, in one folder.</summary>
    public static Scenario Rich { get; } = new("rich", ApprovalMode.Risky, UsesGit: false);

    /// <summary>Tickets in working trees of their own, whose work lands.</summary>
    public static Scenario Trees { get; } = new("trees", ApprovalMode.Never, UsesGit: true);

    /// <summary>All there are.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [Rich, Trees];

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Scenario Named(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new ArgumentException($"There is no track {name}: there are {string.Join(" and ", All.Select(scenario => scenario.Name))}.");

    /// <summary>Its person.</summary>
    public IPlan PlanFor(RunFolder folder, bool answersFirst) => UsesGit ? new TreesPlan(folder, answersFirst) : new Plan(folder, answersFirst);

    /// <summary>Puts its track and the files that it begins with into a workspace.</summary>
    public void Fill(RunFolder folder)
    {
        string source = Path.Combine(AppContext.BaseDirectory, UsesGit ? "Trees" : "Track");
        Directory.CreateDirectory(Path.Combine(folder.Workspace, ".conductor", "tracks"));
        File.Copy(Path.Combine(source, $"{Name}.track.json"), Path.Combine(folder.Workspace, RunFolder.TrackFile));
        File.Copy(Path.Combine(source, $"{Name}.script.json"), Path.Combine(folder.Workspace, RunFolder.ScriptFile));
        if (!UsesGit)
        {
            File.Copy(Path.Combine(source, "seed.txt"), Path.Combine(folder.Workspace, "seed.txt"));
            File.Copy(Path.Combine(source, "f.txt"), Path.Combine(folder.Workspace, "f.txt"));
            return;
        }

        Directory.CreateDirectory(folder.GitPoints);
        File.WriteAllText(Path.Combine(folder.Workspace, "shared.txt"), "one\ntwo\nthree\n");
        File.WriteAllText(Path.Combine(folder.Workspace, "mine.txt"), "as committed\n");
        File.WriteAllText(Path.Combine(folder.Workspace, ".gitignore"), $"local.env\n{RunFolder.ScriptFile}\n.conductor/\n");
        Git(folder, "init", "-q", "-b", "main", ".");
        Git(folder, "add", "-A");
        Git(folder, "-c", "user.name=Crash", "-c", "user.email=crash@localhost", "commit", "-q", "-m", "Begin");
        // What the person is in the middle of, and nobody may touch.
        File.WriteAllText(Path.Combine(folder.Workspace, "mine.txt"), "half done\n");
        File.WriteAllText(Path.Combine(folder.Workspace, "local.env"), "KEY=value\n");
        Git(folder, "add", "mine.txt");
        File.WriteAllText(Path.Combine(folder.Workspace, "mine.txt"), "half done, and more\n");
    }

    private static void Git(RunFolder folder, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder.Workspace })
            ?? throw new InvalidOperationException("git did not start.");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed in {folder.Workspace}.");
        }
    }
}

/// <summary>What a person wants, told from the state alone.</summary>
internal interface IPlan
{
    /// <summary>The next thing to do; null when there is nothing to do now.</summary>
    Core.Tickets.TrackCommand? Next(Core.Tickets.TrackState state);
}
