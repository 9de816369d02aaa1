using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Usage;

namespace Conductor.Workers.Prompts;

/// <summary>The hash of what a spawn gate shows: a decision names it, so that nobody approves what they have not seen.</summary>
public static class SpawnHash
{
    /// <summary>SHA-256, lower-case hex, of everything that the approval covers. The order of the lists counts.</summary>
    /// <param name="budget">What all attempts may spend; null for no limit.</param>
    public static string Of(string prompt, string context, string model, IReadOnlyList<string> tools, IReadOnlyList<string> acceptance, Budget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(acceptance);
        return ContentHash.Of([prompt, context, model, Count(tools), .. tools, Count(acceptance), .. acceptance, .. Limits(budget)]);
    }

    private static IEnumerable<string> Limits(Budget? budget) =>
        budget is null ? [] : Budget.Kinds.Select(kind => budget.Of(kind)?.ToString(CultureInfo.InvariantCulture) ?? "-");

    private static string Count(IReadOnlyList<string> list) => list.Count.ToString(CultureInfo.InvariantCulture);
}
