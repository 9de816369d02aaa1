using System.Text.Json;
using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about tracks, usage, views and worker output.</summary>
internal static class TrackExamples
{
    private const string TrackId = ".conductor/tracks/search.track.json#search";

    private static readonly UsageFigures Figures = new(InputTokens: 1200, OutputTokens: 340, CachedInputTokens: 800, Calls: 3, ReasoningTokens: 120, CacheWriteTokens: 60, Cost: 0.0123, EstimatedCalls: 1, UnpricedCalls: 1);

    private static readonly UsageSummary Summary = new(Figures, [new TierUsage(3, "Tier 3 (Worker)", Figures)], HasEstimates: false);

    internal static readonly BudgetInfo Budget = new(
        new BudgetLimits(Tokens: 10_000, Money: 0.5), new BudgetAmounts(1540, 0.0123, 3, 2.5), new BudgetAmounts(400, 0.002, 1, 0), BudgetKindName.Tokens, Fraction: 0.154, IsReached: false, IsWarned: false);

    private static readonly ProblemInfo Problem = new(
        "unknownDependency", "Ticket \"T-2\" depends on \"T1\", which is not in this track. Did you mean \"T-1\"?", Line: 4, Column: 21, EndColumn: 25);

    public static IReadOnlyList<object> All { get; } =
    [
        new ListTracksParams(),
        new TrackList(
        [
            new TrackListItem(TrackId, ".conductor/tracks/search.track.json", "Search in the shop", RunStatusName.Idle, []),
            new TrackListItem(null, "broken.track.json", "", RunStatusName.Idle, [Problem]),
        ]),
        new OpenTrackParams(Json: Json("""[{ "id": "T-1", "description": "Do it" }]"""), Description: "From a chat"),
        new TrackParams(TrackId),
        new RecordedRun("{\n  \"T-1\": []\n}\n", ["Calls that were stopped in the middle are left out, with what they cost: 1."]),
        new AddTicketsParams(TrackId, Json("""[{ "id": "T-9", "description": "One more" }]""")),
        new RunTrackParams(TrackId, AutoQueue: true, StepMode: false, MaxParallel: 2, Model: "demo", new BudgetLimits(Tokens: 10_000, Calls: 40, Minutes: 90), IsolationName.Worktree, LandingPolicyName.Auto),
        new AddBudgetParams(TrackId, "T-1", Tokens: 5_000, Money: 0.25, Calls: 10, Minutes: 30),
        new CommandResult(TrackId, Revision: 42, ["What is not committed is no part of what tickets start from."]),
        new TrackSnapshot(
            TrackId, 42, ".conductor/tracks/search.track.json", "Search in the shop", RunStatusName.Running, "", "Tier 3 (Worker): T-1",
            AutoQueue: true, MaxParallel: 1, "Demo (offline)", [TicketExamples.Ticket], Summary, [Problem], Budget, LandingExamples.Integration),
        new TrackChanged(
            TrackId, 43, RunStatusName.Blocked, "T-1 needs a decision.", "", AutoQueue: true, MaxParallel: 1, "Demo (offline)",
            [TicketExamples.Ticket], Removed: ["T-8"], Order: ["T-1", "T-2"], Summary, Budget with { IsReached = true, IsWarned = true }, LandingExamples.Integration with { HasUnmerged = false }),
        new TrackListChanged(Count: 2),
        new UsageParams(TrackId),
        new UsageReport(Summary, [new UsageRow(TrackId, "T-1", Attempt: 1, Tier: 3, "demo", Figures)], PricesAsOf: "2026-01-31", PricesUpTo: "2026-03-31"),
        new ViewParams("src/Search.cs", ViewLevelName.Skeleton, Budget: 2000, TrackId, "T-1"),
        new MemberAtParams("src/Search.cs", "class Search;\n", Line: 0, Member: "Search"),
        new MemberAtResult("Search.Find", Note: null),
        new ViewResult("src/Search.cs", ViewLevelName.Skeleton, "class Search { … }", Tokens: 6, FullTokens: 410, ElidedBodies: 5, Note: null, TreeFolder: ".conductor/worktrees/search--t-1--1"),
        new WorkerOutput(TrackId, "T-1", Attempt: 1, "T-1/1", Sequence: 0, "Reading the file.", Status: null),
        new WorkerLog(TrackId, "T-1", "Reading the file.\n", "T-1/1", Next: 3),
        new ErrorData(Problems: [Problem], ProcessId: 4711, Files: ["src/Index.cs"], Provider: "gemini"),
    ];

    internal static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
