using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about working trees, and work that lands.</summary>
internal static class LandingExamples
{
    private const string TrackId = ".conductor/tracks/search.track.json#search";

    public static WorkingTreeInfo Tree { get; } = new(".conductor/worktrees/search/t-1-1", "conductor/search/t/t-1", "5c0ffee5c0ffee");

    public static IntegrationInfo Integration { get; } = new("conductor/search/integration", "5c0ffee5c0ffee", Onto: "main", HasUnmerged: true);

    public static IReadOnlyList<object> All { get; } =
    [
        new WorkReview(
            "5c0ffee5c0ffee",
            "5c0ffee5c0ffee-9f2c0ffee",
            "/home/ada/shop/.conductor/worktrees/search/t-1-1",
            [
                new WorkFileInfo("src/Index.cs", HasBefore: true, HasAfter: true, "class Index;\n", "class Index { }\n"),
                new WorkFileInfo("logo.png", HasBefore: true, HasAfter: false, Before: null, After: null, "A binary file."),
            ]),
        new ConflictedWork("/home/ada/shop/.conductor/worktrees/search/t-1-1", [new ConflictFileInfo("src/Index.cs", "class Index;\n", "class Index { }\n", Theirs: null, ConflictReasonName.Untouched)]),
        new MergeIntoParams(TrackId, "main"),
        new MergeIntoResult(TrackId, Commit: null, ["src/Index.cs"]),
        new ListTreesParams(),
        new TreeList(
            [new TreeInfo(TrackId, "T-1", Attempt: 1, "/home/ada/shop/.conductor/worktrees/search/t-1-1", Tree.Branch, Bytes: 120_400, TreeStateName.Unlanded)],
            [new DiscardedWorkInfo("refs/conductor/discarded/2026-03-01/search/t-2/1", "2026-03-01", "search", "T-2", "9f2c0ffee", "Discarded", "Search by word", Files: 3)]),
        new TreeParams(TrackId, "T-1", Attempt: 1),
        new DiscardResult("refs/conductor/discarded/2026-03-01/search/t-1/1"),
        new RestoreWorkParams("refs/conductor/discarded/2026-03-01/search/t-1/1", "t-1-again"),
        new RestoredWork("t-1-again", "9f2c0ffee"),
    ];
}
