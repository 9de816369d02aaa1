using System.Globalization;
using Conductor.Core.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary>The figures of usage as columns. A column that would say nothing in any row is left out; estimated figures have a <c>~</c> before them.</summary>
internal sealed class UsageColumns(UsageFigures total)
{
    private readonly bool _hasCacheWrites = total.CacheWriteTokens > 0;
    private readonly bool _hasReasoning = total.ReasoningTokens > 0;
    private readonly bool _hasCost = total.Cost is not null;

    /// <summary>What stands above them.</summary>
    public string[] Headings =>
    [
        "calls", "input", "cached",
        .. Where(_hasCacheWrites, "cache writes"),
        "output",
        .. Where(_hasReasoning, "reasoning"),
        .. Where(_hasCost, "cost"),
    ];

    /// <summary>One row.</summary>
    public string[] Of(UsageFigures usage)
    {
        string mark = usage.EstimatedCalls > 0 ? "~" : "";
        return
        [
            Number(usage.Calls),
            mark + Number(usage.InputTokens),
            mark + Number(usage.CachedInputTokens),
            .. Where(_hasCacheWrites, mark + Number(usage.CacheWriteTokens)),
            mark + Number(usage.OutputTokens),
            .. Where(_hasReasoning, mark + Number(usage.ReasoningTokens ?? 0)),
            .. Where(_hasCost, usage.Cost is { } cost ? mark + BudgetWords.Money((decimal)cost) : "no price"),
        ];
    }

    /// <summary>What has to be known about the figures, a sentence a line.</summary>
    public static IEnumerable<string> Notes(UsageReport report)
    {
        UsageFigures total = report.Summary.Total;
        if (report.Summary.HasEstimates)
        {
            yield return "~ Some figures were counted from the texts, because the model gave none.";
        }

        if (total is { Cost: not null, UnpricedCalls: > 0 })
        {
            yield return $"{(total.UnpricedCalls == 1 ? "1 call has" : $"{Number(total.UnpricedCalls)} calls have")} no price, so the cost is without {(total.UnpricedCalls == 1 ? "it" : "them")}.";
        }

        if (total.Cost is not null && report.PricesAsOf is { } date)
        {
            yield return report.PricesUpTo is { } last ? $"Prices as of {date} to {last}." : $"Prices as of {date}.";
        }
    }

    /// <summary>A number in one way everywhere.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string[] Where(bool isShown, string cell) => isShown ? [cell] : [];
}
