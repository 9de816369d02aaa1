using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Limits;
using Conductor.Workers.Processes;
using Conductor.Workers.Tests.Workspaces;
using Conductor.Workers.Tools;
using Conductor.Workers.Workspaces;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Loop;

/// <summary>Runs attempts of ticket T-1 in a folder of their own, with a script as the model.</summary>
public sealed class LoopBench : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public JournalPort Port { get; set; } = new();

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public TicketDefinition Definition { get; set; } = new("T-1", "Do it.");

    public string TrackId { get; set; } = "track";

    public string Context { get; set; } = "";

    /// <summary>Null: the script.</summary>
    public string? Model { get; set; }

    public bool HasAnswer { get; set; }

    /// <summary>The prompt as it was approved, and what it is made of.</summary>
    public (string Prompt, ImmutableArray<PromptPiece> Pieces) Approved { get; set; } = ("The approved prompt.\r\n ", []);

    public IReadOnlyList<WorkerTool> Tools { get; set; } = WorkerTools.All;

    public ImmutableArray<string> NeverAutoApprove { get; set; } = [];

    public CommandRunner Commands { get; set; } = new(TimeProvider.System);

    /// <summary>Stands between the worker and its model.</summary>
    public Func<IChatClient, IChatClient> Decorate { get; set; } = client => client;

    /// <summary>What is known of the model.</summary>
    public ModelFacts Facts { get; set; } = ModelFacts.Unknown;

    /// <summary>The same of tier 4's; null for those of the worker's.</summary>
    public ModelFacts? QaFacts { get; set; }

    /// <summary>Who serves tier 4's model; null for who serves the worker's.</summary>
    public string? QaProvider { get; set; }

    public ProviderLimits? Limits { get; set; }

    public ModelSignals Signals { get; } = new();

    /// <summary>How long the model may send nothing; on a clock where every wait is over at once it may not be limited.</summary>
    public TimeSpan IdleLimit { get; set; } = Timeout.InfiniteTimeSpan;

    public string LogFile => Path.Combine(Folder.FullPath, "log.jsonl");

    public ImmutableArray<string> Log => File.Exists(LogFile) ? [.. File.ReadAllLines(LogFile)] : [];

    public void Dispose() => Folder.Dispose();

    /// <summary>One turn that makes calls.</summary>
    public static object Calls(params (string Name, object Arguments)[] calls) =>
        new { toolCalls = calls.Select(call => new { name = call.Name, arguments = call.Arguments }) };

    public static object Says(string text) => new { text };

    public static object Finishes(string summary = "All done.") => Calls(("finish", new { verdict = "completed", summary }));

    /// <summary>Runs with these turns for the ticket.</summary>
    public Task<AttemptResult> RunAsync(params object[] turns) => RunScriptAsync(new Dictionary<string, object> { ["T-1"] = turns });

    public Task<AttemptResult> RunScriptAsync(object script, CancellationToken? cancellationToken = null)
    {
        var file = Path.Combine(Folder.FullPath, "script.json");
        File.WriteAllText(file, JsonSerializer.Serialize(script));
        var models = new ChatModels(new ModelSources(Folder.FullPath, Folder.FullPath, O200kTokenCounter.Shared, Time, LogFile) { Decorate = Decorate });
        var tools = new ToolContext(
            WorkspaceRoot.Open(Folder.FullPath), Commands, O200kTokenCounter.Shared, Time, CommandLimits.Default);
        var start = new AttemptStart(
            TrackId, "T-1", 1, Approved.Prompt, Context, Model ?? $"script:{file}", Definition, HasAnswer, Port.State.Steps, Port.State.Calls)
        {
            Approved = Approved.Pieces,
        };
        var environment = new WorkerEnvironment(tools, models)
        {
            Available = Tools,
            NeverAutoApprove = () => NeverAutoApprove,
            Signals = Signals,
            IdleLimit = () => IdleLimit,
        };
        var stop = cancellationToken ?? TestContext.Current.CancellationToken;
        return models.Resolve(start.Model) is ModelResolution.Found { Model: var model }
            ? WorkerLoop.RunAsync(
                new AttemptRun(start, environment, model with { Facts = Facts, QaFacts = QaFacts ?? Facts, QaProvider = QaProvider ?? model.Provider, Limits = Limits }, Port, new Conversation(start)), stop)
            : WorkerLoop.RunAsync(start, environment, Port, stop);
    }

    public string Write(string path, string text)
    {
        var full = Path.Combine(Folder.FullPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full) ?? Folder.FullPath);
        File.WriteAllText(full, text);
        return full;
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Folder.FullPath, path));

    public bool Exists(string path) => File.Exists(Path.Combine(Folder.FullPath, path));

    public static string Completed(AttemptResult result) => Assert.IsType<TicketOutcome.Completed>(result.Outcome).Summary;

    public static TicketOutcome.Blocked Blocked(AttemptResult result) => Assert.IsType<TicketOutcome.Blocked>(result.Outcome);

    public static string Failed(AttemptResult result) => Assert.IsType<TicketOutcome.Failed>(result.Outcome).Error;
}
