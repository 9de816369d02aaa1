using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;

namespace Conductor.Workers.Loop;

/// <summary>How an attempt ends whose model gives no answer.</summary>
internal static class ModelEndings
{
    /// <summary>The end, in words that say what to do.</summary>
    /// <param name="calls">How many calls were made for the answer.</param>
    public static AttemptResult Of(ModelCallException failure, int calls) => failure.Kind switch
    {
        ModelFailureKind.Auth => new AttemptResult(new TicketOutcome.Failed(failure.Message, TicketOutcome.KeyCause), StopsRun: failure.Message),
        ModelFailureKind.UnknownModel => new AttemptResult(new TicketOutcome.Failed(failure.Message, TicketOutcome.ModelCause)),
        ModelFailureKind.NoCredit => new AttemptResult(new TicketOutcome.Failed(failure.Message), StopsRun: failure.Message),
        ModelFailureKind.ContextTooLong => new AttemptResult(new TicketOutcome.Blocked(ConversationFit.TooLongKind, failure.Message)),
        ModelFailureKind.Declined => new AttemptResult(new TicketOutcome.Blocked("declined", failure.Message)),
        ModelFailureKind.Idle => new AttemptResult(new TicketOutcome.Failed(
            $"{failure.Message} Also when it was asked again. Check the provider's state, or allow more time with the setting conductor.models.idleSeconds, then retry the ticket.")),
        ModelFailureKind.Network => new AttemptResult(new TicketOutcome.Failed(string.Create(
            CultureInfo.InvariantCulture, $"The model could not be asked in {calls} calls: {failure.Message}"))),
        _ when ModelFailureKinds.IsBreakage(failure.Kind) => new AttemptResult(new TicketOutcome.Failed(string.Create(
            CultureInfo.InvariantCulture,
            $"The model gave no whole answer in {calls} calls: {failure.Message} Check the provider's state and the network, then retry the ticket."))),
        _ => new AttemptResult(new TicketOutcome.Failed(failure.Message)),
    };
}
