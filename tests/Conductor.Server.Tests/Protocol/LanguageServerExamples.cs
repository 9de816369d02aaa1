using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages of the language server protocol, and of what a client of ours adds to <c>initialize</c>.</summary>
internal static class LanguageServerExamples
{
    private const string Uri = "file:///home/ada/shop/search.track.json";

    public static IReadOnlyList<object> All { get; } =
    [
        new InitializeParams(
            ProcessId: 4711,
            RootUri: "file:///home/ada/shop",
            WorkspaceFolders: [new WorkspaceFolder("file:///home/ada/shop", "shop")],
            InitializationOptions: TrackExamples.Json("""{ "trusted": true }""")),
        new InitializeResult(
            new ServerCapabilities(new TextDocumentSyncOptions(OpenClose: true, Change: 1, Save: true)), new ServerInfo("conductor", "0.1.0"), "9f2c"),
        new InitializedParams(),
        new DidOpenTextDocumentParams(new TextDocumentItem(Uri, "json", Version: 1, "[]")),
        new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(Uri, Version: 2), [new TextDocumentContentChange("[ ]")]),
        new DidSaveTextDocumentParams(new TextDocumentIdentifier(Uri)),
        new DidCloseTextDocumentParams(new TextDocumentIdentifier(Uri)),
        new DidChangeWatchedFilesParams([new FileEvent(Uri, Type: 2)]),
        new DidChangeConfigurationParams(TrackExamples.Json("""{ "conductor": { "maxParallel": 2 } }""")),
        new PublishDiagnosticsParams(
            Uri,
            Version: 2,
            [new Diagnostic(new DocumentRange(new DocumentPosition(0, 1), new DocumentPosition(0, 4)), 1, "notATrack", "conductor", "Not a track.")]),
        new LogMessageParams(3, "Ready."),
        new ConductorInitializationOptions(
            "9f2c",
            Trusted: true,
            new ConductorSettings(
                ApprovalModeName.Risky,
                NeverAutoApprove: ["infra/**"],
                MaxParallel: 1,
                "demo",
                Trusted: true,
                ResumeInterrupted: false,
                QaModel: "off",
                Endpoints: new Dictionary<string, ModelEndpoint> { ["openrouter"] = new("https://openrouter.ai/api/v1", ModelApiName.Chat) },
                Addresses: new Dictionary<string, string> { ["ollama"] = "http://127.0.0.1:11434" },
                PriceFile: "/home/ada/prices.json",
                ThinkingName.Low,
                IdleSeconds: 180,
                new BudgetLimits(Money: 2),
                UnscopedTicketsAlone: true,
                IsolationName.Worktree,
                LandingPolicyName.Ask),
            "/usr/bin/node",
            EditorModels: true),
    ];
}
