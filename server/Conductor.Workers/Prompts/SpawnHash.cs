using System.Globalization;
using Conductor.Core.Approvals;

namespace Conductor.Workers.Prompts;

/// <summary>The hash of what a spawn gate shows: a decision names it, so that nobody approves what they have not seen.</summary>
public static class SpawnHash
{
    /// <summary>SHA-256, lower-case hex, of everything that the approval covers. The order of the lists counts.</summary>
    public static string Of(string prompt, string context, string model, IReadOnlyList<string> tools, IReadOnlyList<string> acceptance)
    {
        ArgumentNullException.ThrowIfNull(tools);
        ArgumentNullException.ThrowIfNull(acceptance);
        return ContentHash.Of([prompt, context, model, Count(tools), .. tools, Count(acceptance), .. acceptance]);
    }

    private static string Count(IReadOnlyList<string> list) => list.Count.ToString(CultureInfo.InvariantCulture);
}
