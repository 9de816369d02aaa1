using System.Collections.Immutable;

namespace Conductor.CrashHost.Campaign;

/// <summary>What must hold of a repository however often the run was killed: the same work has landed, once, and nothing of the person's has moved.</summary>
/// <param name="reference">The undisturbed run.</param>
/// <param name="run">The other one.</param>
internal sealed class RepositoryInvariants(Evidence reference, Evidence run)
{
    /// <summary>One sentence for each thing that does not hold.</summary>
    public IEnumerable<string> Broken() => (reference.Repository, run.Repository) switch
    {
        (null, null) => [],
        ({ } expected, { } actual) =>
        [
            .. Differences("The landed file", expected.Landed, actual.Landed),
            .. Differences("The landing", expected.Landings, actual.Landings),
            .. Differences("The person's", expected.Person, actual.Person),
            .. Differences("The working tree", expected.Trees, actual.Trees),
            .. Differences("The folder of a working tree", expected.Folders, actual.Folders),
            .. Differences("The branch", expected.Branches, actual.Branches),
            .. actual.Processes.Select(process => $"A process still works in {process}."),
            .. actual.Locks.Select(file => $"The lock {file} was left."),
        ],
        _ => ["The repository is gone."],
    };

    private static IEnumerable<string> Differences(string what, ImmutableArray<string> expected, ImmutableArray<string> actual)
    {
        var open = actual.ToList();
        foreach (string line in expected)
        {
            if (!open.Remove(line))
            {
                yield return $"{what} {line} is missing.";
            }
        }

        foreach (string line in open)
        {
            yield return $"{what} {line} is there without cause.";
        }
    }
}
