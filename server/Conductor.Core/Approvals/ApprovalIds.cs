using System.Globalization;
using Conductor.Core.Tickets;

namespace Conductor.Core.Approvals;

/// <summary>Names gates: the same gate has the same id for ever, and no two have the same.</summary>
internal static class ApprovalIds
{
    /// <summary>The id of the gate that asks this of an attempt.</summary>
    /// <param name="what">For example <c>spawn</c>, or a call's id.</param>
    /// <param name="asks">How often it was asked before.</param>
    public static string Of(TrackState state, string ticketId, int attempt, string what, int asks = 0)
    {
        string again = asks == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $":{asks + 1}");
        return string.Create(CultureInfo.InvariantCulture, $"{state.Header.TrackId}:{ticketId}:{attempt}:{what}{again}");
    }
}
