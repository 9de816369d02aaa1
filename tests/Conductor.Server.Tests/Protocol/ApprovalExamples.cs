using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about gates.</summary>
internal static class ApprovalExamples
{
    private const string TrackId = "search.track.json";

    private static readonly DecisionName[] Choices = [DecisionName.Approve, DecisionName.Reject, DecisionName.Abort];

    private static readonly ApprovalInfo SpawnGate = new(
        "A-6",
        ApprovalKind.Spawn,
        TrackId,
        "T-1",
        "Index the titles",
        Attempt: 1,
        Choices,
        "9f2c",
        "2026-03-01T09:30:00.000Z",
        "Tier 3 Worker",
        Why: null,
        "Ticket T-1: index the titles.",
        "The shop sells books.",
        Arguments: null,
        new SpawnInfo(
            "demo",
            "Demo (offline)",
            Tools: ["read_file", "finish"],
            [new PromptPieceInfo("file", "src/Index.cs", Tokens: 120, Detail: "curated")],
            Acceptance: ["dotnet test"],
            TotalTokens: 310,
            EarlierPrompt: null,
            Budget: new BudgetLimits(Tokens: 5_000, Minutes: 20)),
        Tool: null,
        Doubt: null,
        Overtaken: null);

    private static readonly ApprovalInfo ToolGate = SpawnGate with
    {
        ApprovalId = "A-7",
        Kind = ApprovalKind.Tool,
        Why = "It writes a file, and approvals are set to risky.",
        Prompt = null,
        Context = null,
        Spawn = null,
        Arguments = TrackExamples.Json("""{ "path": "src/Index.cs", "content": "class Index { }\n" }"""),
        Tool = new ToolInfo(
            "write_file",
            "call-1",
            RiskName.Write,
            TrackExamples.Json("""{ "type": "object", "required": ["path", "content"] }"""),
            Command: null,
            "src/Index.cs",
            Before: "class Index;\n",
            After: "class Index { }\n",
            IsProtected: false),
    };

    private static readonly ApprovalInfo DoubtGate = ToolGate with
    {
        ApprovalId = "A-8",
        Kind = ApprovalKind.InDoubt,
        Choices = [DecisionName.RunAgain, DecisionName.TreatAsDone, DecisionName.TreatAsFailed, DecisionName.Abort],
        Why = "The work was interrupted in the middle of this call, and it is not known whether it has happened.",
        Doubt = new DoubtInfo(
            Known: ["src/Index.cs is as the call would have made it."],
            ProcessTraceName.None,
            ExitCode: null,
            FileTraceName.AsAfter,
            Now: "class Index { }\n",
            DecisionName.TreatAsDone,
            "wrote src/Index.cs"),
    };

    private static readonly ApprovalInfo LandingGate = SpawnGate with
    {
        ApprovalId = "A-9",
        Kind = ApprovalKind.Landing,
        Choices = [DecisionName.Approve, DecisionName.Resolve, DecisionName.SendBack, DecisionName.Reject, DecisionName.Abort],
        Why = "T-2 has changed src/Index.cs too.",
        Prompt = null,
        Context = null,
        Spawn = null,
        Landing = new LandingInfo(
            "Indexed the titles.",
            "9f2c0ffee",
            LandingExamples.Tree,
            [new EvidenceInfo("dotnet test", ExitCode: 0, "Passed: 12", Merged: false), new EvidenceInfo("dotnet test", ExitCode: 1, "Failed: 1", Merged: true, "77be5c0ffee")],
            new LandingProblemInfo(LandingProblemName.Conflict, "T-2 has changed src/Index.cs too.", ["src/Index.cs"]),
            Turn: [0, -2, 4],
            SentBack: "Not yet.\n\nsrc/Index.cs:4: Guard it."),
    };

    private static readonly ApprovalInfo AskedAgain = ToolGate with
    {
        ApprovalId = "A-7:2",
        Why = "src/Index.cs has changed since you decided. It changes a file.",
        Overtaken = new OvertakenInfo("class Index { int count; }\n", Arguments: null),
    };

    private static readonly LedgerRow EditedCall = new(
        Sequence: 14,
        TrackId,
        "T-1",
        Attempt: 1,
        ApprovalKind.Tool,
        "A-7",
        "call-1",
        LedgerStateName.Ran,
        new LedgerAsked("Tier 3 Worker", "demo", "2026-03-01T09:30:00.000Z", "It changes a file.", "write_file src/Index.cs", "9f2c", "51aa"),
        new LedgerDecision(
            DecisionName.Approve,
            "person",
            "2026-03-01T09:31:00.000Z",
            Reason: null,
            Edited: ["arguments"],
            Prompt: null,
            Context: null,
            Arguments: """{"path":"src/Index.cs","content":"sealed class Index { }\n"}""",
            Result: null,
            ForTicket: false,
            RememberedFrom: null,
            "77be"),
        Closed: null,
        new LedgerRun("2026-03-01T09:31:01.000Z", Times: 1, "77be", RanAsName.Edited),
        new LedgerResult("2026-03-01T09:31:01.200Z", Outcome: null, Failed: false, ExitCode: null, "wrote src/Index.cs (1 lines, 23 bytes)"));

    private static readonly LedgerRow WithdrawnSpawn = new(
        Sequence: 30,
        TrackId,
        "T-2",
        Attempt: 1,
        ApprovalKind.Spawn,
        "A-9",
        CallId: null,
        LedgerStateName.Withdrawn,
        new LedgerAsked("Tier 3 Worker", "demo", "2026-03-01T09:40:00.000Z", Why: null, "start a worker: Search the titles (310 tokens)", "c001", "c002"),
        Decided: null,
        new LedgerClosing("2026-03-01T09:41:00.000Z", "The ticket's attempt has ended."),
        Ran: null,
        Result: null);

    public static IReadOnlyList<object> All { get; } =
    [
        new ListApprovalsParams(),
        new ApprovalList([SpawnGate, ToolGate, DoubtGate, AskedAgain, LandingGate]),
        ToolGate,
        new DecideParams(
            "A-7",
            DecisionName.Approve,
            "9f2c",
            Arguments: TrackExamples.Json("""{ "path": "src/Index.cs", "content": "sealed class Index { }\n" }"""),
            Rule: "ticket"),
        new DecideResult("A-7", DecisionName.Reject, AlreadyDecided: true, "person", "2026-03-01T09:31:00.000Z", "Not like this."),
        new LedgerParams(TrackId),
        new LedgerRows([EditedCall, WithdrawnSpawn]),
        new ApprovalResolved("A-7", TrackId, "T-1", DecisionName.Approve, "person"),
    ];
}
