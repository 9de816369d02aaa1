using System.Globalization;
using System.Text.Json;
using Conductor.Core.Engine;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Effects;
using Conductor.Server.Landing;

namespace Conductor.Server.Cli;

/// <summary>Working trees and discarded work, as a terminal shows them.</summary>
internal static class TreesTable
{
    /// <summary>Writes both tables.</summary>
    /// <param name="restore">The command that makes a branch of discarded work.</param>
    public static void Show(IReadOnlyList<ShownTree> trees, IReadOnlyList<ShownWork> works, TextWriter output, string restore)
    {
        if (trees.Count == 0)
        {
            output.WriteLine("No ticket has a working tree.");
        }
        else
        {
            var table = new TextTable("track", "ticket", "attempt", "state", "size", "folder");
            foreach (ShownTree shown in trees)
            {
                TicketTree tree = shown.Yard.Tree;
                table.Add(tree.TrackId, shown.IsForLandings ? "" : tree.TicketId, shown.IsForLandings ? "" : tree.Attempt.ToString(CultureInfo.InvariantCulture), shown.Words, Megabytes(shown.Yard.Bytes), tree.Folder);
            }

            table.Write(output, "");
            output.WriteLine($"All of them: {Megabytes(trees.Sum(tree => tree.Yard.Bytes))}.");
        }

        Show([.. works.Where(work => !work.IsReplaced)], output, $"Discarded, and kept for 30 days; have one again with: {restore}");
        Show([.. works.Where(work => work.IsReplaced)], output, $"Of earlier attempts that a later one took the place of, kept for 30 days; have one again with: {restore}");
    }

    private static void Show(IReadOnlyList<ShownWork> works, TextWriter output, string heading)
    {
        if (works.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(heading);
        var discarded = new TextTable("ref", "day", "had again on", "subject");
        foreach (ShownWork work in works)
        {
            discarded.Add(work.Work.Ref, work.Day, work.Branch ?? "", RunWords.OneLine(work.Work.Subject, 60));
        }

        discarded.Write(output, "");
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:N1} MB");
}

/// <summary>A working tree.</summary>
/// <param name="Phase">What the ticket is doing whose attempt has it; null when that is over.</param>
internal sealed record ShownTree(YardTree Yard, TicketPhase? Phase)
{
    /// <summary>Work is merged there, of any ticket.</summary>
    public bool IsForLandings => Yard.State == YardTreeState.Landings;

    /// <summary>What it is for.</summary>
    public string Words => (Yard.State, Phase) switch
    {
        (YardTreeState.InUse, TicketPhase.AwaitingLanding) => "waits to land",
        (YardTreeState.InUse, TicketPhase.Conflict) => "in conflict",
        (YardTreeState.InUse, TicketPhase.Landing) => "landing",
        (YardTreeState.InUse, _) => "in use",
        (YardTreeState.Unlanded, _) => "not landed",
        (YardTreeState.Landed, _) => "nothing to land",
        (YardTreeState.Landings, _) => "for landings",
        _ => "missing",
    };

    /// <summary>For machines.</summary>
    public object ToJson() => new
    {
        Yard.Tree.TrackId,
        TicketId = IsForLandings ? null : Yard.Tree.TicketId,
        Yard.Tree.Attempt,
        Yard.Tree.Folder,
        Branch = IsForLandings ? null : Yard.Tree.Branch,
        Yard.Bytes,
        State = JsonNamingPolicy.CamelCase.ConvertName(Yard.State.ToString()),
        TicketState = Phase is { } phase ? JsonNamingPolicy.CamelCase.ConvertName(phase.ToString()) : null,
    };
}

/// <summary>Discarded work.</summary>
/// <param name="Branch">The person's branch that has it again; null for none.</param>
internal sealed record ShownWork(DiscardedWork Work, string? Branch)
{
    /// <summary>Nobody has discarded it: a later attempt began without it.</summary>
    public bool IsReplaced => Work.Ref.StartsWith(OwnRefs.Kept, StringComparison.Ordinal);

    /// <summary>When it was discarded.</summary>
    public string Day => Work.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>For machines.</summary>
    public object ToJson() => new { Work.Ref, Date = Day, Work.Track, Work.Ticket, Work.Commit, Work.Subject, Branch };
}
