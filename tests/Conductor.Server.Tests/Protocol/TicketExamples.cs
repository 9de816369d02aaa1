using System.Text.Json;
using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about one ticket.</summary>
internal static class TicketExamples
{
    private const string TrackId = "search.track.json";

    /// <summary>A ticket with something in every member.</summary>
    public static TicketInfo Ticket { get; } = new(
        "T-1",
        "Index the titles",
        "Index the titles of all articles.",
        "in_progress",
        TicketStateName.AwaitingTool,
        "worker",
        DependsOn: ["T-0"],
        WaitingOn: [],
        StepMode: true,
        ContextRequirements: ["src/Index.cs"],
        Priority: 2,
        "demo",
        Acceptance: ["dotnet test"],
        Attempts: 1,
        "Waits for a decision on write_file.",
        "needsDecision",
        "The definition changed after this attempt had started.",
        Actions: [TicketAction.ReviewApproval, TicketAction.Cancel],
        ApprovalIds: ["A-7"],
        ChangedFiles: ["src/Index.cs"],
        new UsageFigures(100, 20, 0, 1),
        new ModelWaitInfo("rateLimit", "Too many requests.", "2026-01-01T12:00:42.0000000+00:00", "gemini:gemini-2.5-flash-lite"),
        TrackExamples.Budget with { Limits = new BudgetLimits(Tokens: 5_000), IsWarned = true },
        KeyOf: "gemini",
        ContextViews: [new ContextViewInfo("src/Index.cs", ViewLevelName.Outline, []), new ContextViewInfo("src/Page.cs", Level: null, ["Page.Draw"])],
        Stale: "It was built on T-0 as it was before: that has changed since.",
        LandingExamples.Tree,
        Landed: "5c0ffee5c0ffee",
        TicketStageName.SentBack,
        "Not yet.\n\nsrc/Index.cs:4: Guard it.");

    public static IReadOnlyList<object> All { get; } =
    [
        new TicketParams(TrackId, "T-1"),
        new TicketNoteParams(TrackId, "T-1", "Use the second one."),
        new MessageParams(TrackId, "T-1", "Leave the tests alone."),
        new WaiveParams(TrackId, "T-2", "T-1"),
        new TicketExplanation(TrackId, "T-2", [new ReasonInfo("waitsFor", "Waits for T-1, which is running.", "Wait, or waive T-1.", "T-1")]),
        new TicketChanges(
            [new FileChangeInfo("src/Index.cs", "class Index;\n", IsKept: true), new FileChangeInfo("src/New.cs", null, IsKept: false)],
            ["Changes of `make` cannot be reverted: the disk is full."],
            ["src/Gone.cs"],
            new LandedChangesInfo("conductor/main/integration", ["src/Index.cs"])),
        new RevertParams(TrackId, "T-1", Force: true),
        new RevertResult(TrackId, 42, ["src/Index.cs"]),
        new CreateTicketParams(TrackId, "Write the page", "T-3", "Page", DependsOn: ["T-2"], ContextRequirements: ["src/Page.cs"], StepMode: true),
        new UpdateTicketParams(TrackId, "T-3", new Dictionary<string, JsonElement>
        {
            ["depends_on"] = TrackExamples.Json("""["T-1"]"""),
            ["model"] = TrackExamples.Json("null"),
        }),
        new ContextParams(TrackId, "T-3", ["src/Page.cs"]),
        new SetContextViewParams(TrackId, "T-3", "src/Page.cs", ViewLevelName.Outline, ["Page.Draw"], Add: true),
        new TrackFileEdit(TrackId, "T-3", Version: 5, [new TextEditInfo(3, 2, 3, 14, "\"T-1\"")], Skipped: ["src/Page.cs"]),
        new TicketLocation(TrackId, StartLine: 3, StartColumn: 2, EndLine: 6, EndColumn: 3),
    ];
}
