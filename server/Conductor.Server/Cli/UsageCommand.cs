using System.CommandLine;
using System.Globalization;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary><c>conductor usage</c>: tokens per tier, and per ticket, attempt and model.</summary>
internal sealed class UsageCommand : JournalCommand
{
    private UsageCommand(Terminal terminal)
        : base("usage", "Show tokens per tier, and per ticket, attempt and model.", terminal)
    {
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new UsageCommand(terminal);

    /// <inheritdoc/>
    protected override void Show(JournalView view, Terminal terminal)
    {
        UsageReport report = UsageMapping.ToReport([.. view.Tracks.Select(track => (track.TrackId, track.State.Usage))]);
        if (view.Json)
        {
            terminal.Output.WriteLine(JsonLine.Of(report));
            return;
        }

        bool hasReasoning = report.Summary.Total.ReasoningTokens > 0;
        string[] figures = ["calls", "input", "cached", "output", .. hasReasoning ? ["reasoning"] : Array.Empty<string>()];
        var tiers = new TextTable(["tier", .. figures]);
        foreach (TierUsage tier in report.Summary.Tiers)
        {
            tiers.Add([tier.Name, .. Figures(tier.Usage, hasReasoning)]);
        }

        tiers.Add(["total", .. Figures(report.Summary.Total, hasReasoning)]);
        tiers.Write(terminal.Output, "");
        if (report.Rows.Count > 0)
        {
            terminal.Output.WriteLine();
            var rows = new TextTable(["track", "ticket", "attempt", "tier", "model", .. figures]);
            foreach (UsageRow row in report.Rows)
            {
                rows.Add([row.TrackId, row.TicketId, Number(row.Attempt), Number(row.Tier), row.Model, .. Figures(row.Usage, hasReasoning)]);
            }

            rows.Write(terminal.Output, "");
        }

        if (report.Summary.HasEstimates)
        {
            terminal.Output.WriteLine("Some figures were counted from the texts, because the model gave none.");
        }
    }

    /// <summary>What a model thought with is a part of its output; the column is there only where a provider told of any.</summary>
    private static string[] Figures(UsageFigures usage, bool hasReasoning)
    {
        string[] figures = [Number(usage.Calls), Number(usage.InputTokens), Number(usage.CachedInputTokens), Number(usage.OutputTokens)];
        return hasReasoning ? [.. figures, Number(usage.ReasoningTokens ?? 0)] : figures;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
