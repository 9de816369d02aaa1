using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Core.Tests.Engine;

/// <summary>Short words for the values tests are made of.</summary>
internal static class Make
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly TrackHeader Header = new("tracks/sample.track.json", "Sample");

    public static RunOptions Automatic { get; } = new() { AutoQueue = true, MaxParallel = 8, Model = "demo" };

    public static RunOptions ByHand { get; } = new() { AutoQueue = false, MaxParallel = 8, Model = "demo" };

    public static TicketDefinition Ticket(string id, params string[] dependsOn) => new(id, $"Do {id}.") { DependsOn = [.. dependsOn] };

    public static TicketDefinition Person(string id, params string[] dependsOn) => Ticket(id, dependsOn) with { AssignedTo = "@kim" };

    public static TicketDefinition Step(string id, params string[] dependsOn) => Ticket(id, dependsOn) with { StepMode = true };

    public static SpawnProposal Spawn(string prompt = "Do it.") => new(prompt, "The track's context.", "demo", ["read_file"], [], [], ContentHash.Of(prompt));

    public static ToolProposal Read(string callId, string path = "src/a.cs") => new(callId, "read_file", $$"""{"path":"{{path}}"}""", ToolRisk.Read, path);

    public static ToolProposal Write(string callId, string path = "src/a.cs") => new(callId, "write_file", $$"""{"path":"{{path}}"}""", ToolRisk.Write, path);

    public static ToolProposal Command(string callId, string command = "make") =>
        new(callId, "run_command", $$"""{"command":"{{command}}"}""", ToolRisk.Command, Command: command);

    public static ApprovalDecision Approve { get; } = new(ApprovalChoice.Approve, "person");

    public static ApprovalDecision Abort { get; } = new(ApprovalChoice.Abort, "person", "Not today.");

    public static ApprovalDecision Reject(string? reason = "Not like this.") => new(ApprovalChoice.Reject, "person", reason);

    public static ApprovalDecision SendBack { get; } = new(ApprovalChoice.SendBack, "person", "The names are wrong.");

    public static ApprovalDecision Resolve { get; } = new(ApprovalChoice.Resolve, "person");

    public static ApprovalDecision RunAgain { get; } = new(ApprovalChoice.RunAgain, "person");

    public static ApprovalDecision TreatAsDone(string? result = null) => new(ApprovalChoice.TreatAsDone, "person", Result: result);

    public static ApprovalDecision TreatAsFailed(string? reason = null) => new(ApprovalChoice.TreatAsFailed, "person", reason);

    public static ImmutableArray<TicketDefinition> Tickets(params TicketDefinition[] tickets) => [.. tickets];
}
