using System.CommandLine;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary><c>conductor usage</c>: tokens and cost per tier, and per ticket, attempt and model.</summary>
internal sealed class UsageCommand : JournalCommand
{
    private UsageCommand(Terminal terminal)
        : base("usage", "Show tokens and cost per tier, and per ticket, attempt and model.", terminal)
    {
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new UsageCommand(terminal);

    /// <inheritdoc/>
    protected override void Show(JournalView view, Terminal terminal)
    {
        UsageReport report = UsageMapping.ToReport([.. view.Tracks.Select(track => (track.TrackId, track.State))]);
        if (view.Json)
        {
            terminal.Output.WriteLine(JsonLine.Of(report));
            return;
        }

        var columns = new UsageColumns(report.Summary.Total);
        var tiers = new TextTable(["tier", .. columns.Headings]);
        foreach (TierUsage tier in report.Summary.Tiers)
        {
            tiers.Add([tier.Name, .. columns.Of(tier.Usage)]);
        }

        tiers.Add(["total", .. columns.Of(report.Summary.Total)]);
        tiers.Write(terminal.Output, "");
        if (report.Rows.Count > 0)
        {
            terminal.Output.WriteLine();
            var rows = new TextTable(["track", "ticket", "attempt", "tier", "model", .. columns.Headings]);
            foreach (UsageRow row in report.Rows)
            {
                rows.Add([row.TrackId, row.TicketId, UsageColumns.Number(row.Attempt), UsageColumns.Number(row.Tier), row.Model, .. columns.Of(row.Usage)]);
            }

            rows.Write(terminal.Output, "");
        }

        foreach (string note in UsageColumns.Notes(report))
        {
            terminal.Output.WriteLine(note);
        }
    }
}
