using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;

namespace Conductor.Server.Storage;

/// <summary>
/// How each kind of stored event is written and read, worked out when this is built: working it out by reflection at every start takes as
/// long as reading tens of thousands of events. A kind that is missing here is read all the same; a test names it.
/// </summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrackEvent))]
[JsonSerializable(typeof(TrackEvent.TicketsDefined))]
[JsonSerializable(typeof(TrackEvent.RunStarted))]
[JsonSerializable(typeof(TrackEvent.RunPaused))]
[JsonSerializable(typeof(TrackEvent.RunResumed))]
[JsonSerializable(typeof(TrackEvent.BudgetRaised))]
[JsonSerializable(typeof(TrackEvent.BudgetWarned))]
[JsonSerializable(typeof(TrackEvent.RunStopping))]
[JsonSerializable(typeof(TrackEvent.TicketsHeld))]
[JsonSerializable(typeof(TrackEvent.RunEnded))]
[JsonSerializable(typeof(TrackEvent.TicketRequested))]
[JsonSerializable(typeof(TrackEvent.TicketReset))]
[JsonSerializable(typeof(TrackEvent.TicketSettled))]
[JsonSerializable(typeof(TrackEvent.DependencyWaived))]
[JsonSerializable(typeof(TrackEvent.TicketConfirmed))]
[JsonSerializable(typeof(TrackEvent.MessageSent))]
[JsonSerializable(typeof(TrackEvent.AttemptPrepared))]
[JsonSerializable(typeof(TrackEvent.ApprovalRequested))]
[JsonSerializable(typeof(TrackEvent.ApprovalDecided))]
[JsonSerializable(typeof(TrackEvent.ApprovalWithdrawn))]
[JsonSerializable(typeof(TrackEvent.AttemptStarted))]
[JsonSerializable(typeof(TrackEvent.AttemptStale))]
[JsonSerializable(typeof(TrackEvent.AttemptParked))]
[JsonSerializable(typeof(TrackEvent.AttemptResumed))]
[JsonSerializable(typeof(TrackEvent.AttemptWithdrawn))]
[JsonSerializable(typeof(TrackEvent.ModelCallStarted))]
[JsonSerializable(typeof(TrackEvent.ModelAnswered))]
[JsonSerializable(typeof(TrackEvent.ModelCallFailed))]
[JsonSerializable(typeof(TrackEvent.ConversationShortened))]
[JsonSerializable(typeof(TrackEvent.WorkerTold))]
[JsonSerializable(typeof(TrackEvent.ToolProposed))]
[JsonSerializable(typeof(TrackEvent.ToolDecided))]
[JsonSerializable(typeof(TrackEvent.ToolOvertaken))]
[JsonSerializable(typeof(TrackEvent.ToolStarted))]
[JsonSerializable(typeof(TrackEvent.CommandStarted))]
[JsonSerializable(typeof(TrackEvent.CommandEnded))]
[JsonSerializable(typeof(TrackEvent.CommandStillRunning))]
[JsonSerializable(typeof(TrackEvent.ToolFinished))]
[JsonSerializable(typeof(TrackEvent.FileChanged))]
[JsonSerializable(typeof(TrackEvent.TreeRecorded))]
[JsonSerializable(typeof(TrackEvent.FilesChanged))]
[JsonSerializable(typeof(TrackEvent.RevertStarted))]
[JsonSerializable(typeof(TrackEvent.ChangesReverted))]
[JsonSerializable(typeof(TrackEvent.AcceptanceRan))]
[JsonSerializable(typeof(TrackEvent.SetUpRan))]
[JsonSerializable(typeof(TrackEvent.IntegrationBegun))]
[JsonSerializable(typeof(TrackEvent.IntegrationMerged))]
[JsonSerializable(typeof(TrackEvent.TreeReady))]
[JsonSerializable(typeof(TrackEvent.WorkSubmitted))]
[JsonSerializable(typeof(TrackEvent.WorkReturned))]
[JsonSerializable(typeof(TrackEvent.LandingStarted))]
[JsonSerializable(typeof(TrackEvent.LandingStopped))]
[JsonSerializable(typeof(TrackEvent.WorkLanded))]
[JsonSerializable(typeof(TrackEvent.LandingReverted))]
[JsonSerializable(typeof(TrackEvent.TreeRemoved))]
[JsonSerializable(typeof(TrackEvent.AttemptEnded))]
[JsonSerializable(typeof(TicketOutcome.Completed))]
[JsonSerializable(typeof(TicketOutcome.Blocked))]
[JsonSerializable(typeof(TicketOutcome.Failed))]
[JsonSerializable(typeof(TicketOutcome.Cancelled))]
[JsonSerializable(typeof(TicketOutcome.Skipped))]
[JsonSerializable(typeof(ApprovalRequest.Spawn))]
[JsonSerializable(typeof(ApprovalRequest.Tool))]
[JsonSerializable(typeof(ApprovalRequest.InDoubt))]
[JsonSerializable(typeof(ApprovalRequest.Landing))]
internal sealed partial class StoredShapes : JsonSerializerContext;

/// <summary>The shapes of <see cref="StoredShapes"/>, but for types with initial values of their own: code that was built ahead loses those.</summary>
internal sealed class BuiltShapes : IJsonTypeInfoResolver
{
    /// <inheritdoc/>
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options) =>
        HasInitialValues(type) ? null : ((IJsonTypeInfoResolver)StoredShapes.Default).GetTypeInfo(type, options);

    /// <summary>Members that can be set and are no parameters of the constructor may have an initial value.</summary>
    private static bool HasInitialValues(Type type) => type.Namespace?.StartsWith(nameof(Conductor), StringComparison.Ordinal) is true
        && type.GetProperties().Any(member => member.SetMethod is { IsPublic: true }
            && !type.GetConstructors().Any(made => made.GetParameters().Any(parameter => parameter.Name == member.Name)));
}
