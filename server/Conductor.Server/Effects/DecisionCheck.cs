using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;

namespace Conductor.Server.Effects;

/// <summary>What only the workspace can tell about an answer to a gate, before it is recorded: its files and its models. Thread-safe.</summary>
internal sealed class DecisionCheck(AttemptPlaces places)
{
    private readonly WorkerEnvironment _environment = places.Own.Environment;

    /// <summary>Why the gate cannot be answered like this, and what to do instead, in words for a person; null when it can.</summary>
    public string? WhyNot(TrackState state, ApprovalRequest request, ApprovalDecision decision) => (request, decision) switch
    {
        (_, { Choice: not ApprovalChoice.Approve }) => null,
        (ApprovalRequest.Spawn { Proposal.Model: var model }, _) => WhyNot(_environment, model),
        (ApprovalRequest.Tool { Proposal: var proposal }, { Arguments: { } arguments }) => places.Find(state, request.TicketId, request.Attempt) is { Environment: var environment }
            ? EditedCalls.WhyNot(proposal, arguments, environment)
            : $"The working tree of {request.TicketId} is no longer there, so its call cannot be made. Reject it, or cancel the ticket and retry it.",
        _ => null,
    };

    /// <summary>Whose key is missing for the worker that this answer would start; null when it is not a key that is missing.</summary>
    public string? KeyFor(ApprovalRequest request, ApprovalDecision decision) =>
        decision.Choice == ApprovalChoice.Approve
        && request is ApprovalRequest.Spawn { Proposal.Model: var model }
        && _environment.Models.Resolve(model) is ModelResolution.Refused { KeyOf: { } account }
            ? account
            : null;

    /// <summary>Why no worker can be started with this model, naming those that exist; null when one can.</summary>
    public static string? WhyNot(WorkerEnvironment environment, string model) => environment.Models.Resolve(model) is ModelResolution.Refused { Message: var message }
        ? $"{message} Name another model for the ticket, or reject its worker."
        : null;
}
