using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.TrackFiles;

/// <summary>
/// Reads a track file: a bare list of tickets, or <c>{ "id"?, "description"?, "context"?, "budget"?, "worktree"?, "tickets": [ … ] }</c>. All or nothing, and
/// everything wrong at once. Text in, values out: no disk.
/// </summary>
public static class TrackFileReader
{
    /// <summary>Reads the text of a file or of an open document.</summary>
    public static TrackFileReading Read(string text) => Read(new SourceText(text), []);

    /// <summary>Reads the bytes of a file, UTF-8 with or without a byte order mark.</summary>
    public static TrackFileReading Read(ReadOnlySpan<byte> utf8) => Read(new SourceText(utf8), []);

    /// <summary>
    /// Reads tickets that are to join a loaded track: they may depend on its tickets and must not repeat an id of theirs.
    /// The reading's tickets are the new ones alone.
    /// </summary>
    public static TrackFileReading ReadAddition(string text, ImmutableArray<TicketDefinition> loaded) => Read(new SourceText(text), loaded);

    internal static TrackFileReading Read(SourceText source, ImmutableArray<TicketDefinition> loaded)
    {
        var problems = new ProblemList();
        var warnings = new ProblemList();
        if (TrackSyntax.Find(source, problems) is not { } track)
        {
            return new TrackFileReading(ImmutableDictionary<string, TextRange>.Empty) { Problems = problems.InOrder(source) };
        }

        (string? id, string? description, string? context, Budget? budget, TreeSetup? worktree) = ReadHeader(track.Root, problems, warnings);
        List<WrittenTicket> tickets = ReadTickets(track.Tickets.Items ?? [], problems, warnings);
        GraphProblems.Find(loaded, tickets, problems);

        bool isSound = problems.IsEmpty;
        return new TrackFileReading(PlacesOf(tickets, source))
        {
            Id = id,
            IdPlace = id is not null && track.Root?.Member(TrackFields.Id) is { } member ? source.RangeOf(member.Value.Span) : null,
            Description = description ?? string.Empty,
            Context = context,
            Budget = budget,
            Worktree = worktree,
            Tickets = isSound ? [.. tickets.Select(ticket => ticket.Definition)] : [],
            Problems = isSound ? [] : problems.InOrder(source),
            Warnings = warnings.IsEmpty ? [] : warnings.InOrder(source),
        };
    }

    private static (string? Id, string? Description, string? Context, Budget? Budget, TreeSetup? Worktree) ReadHeader(JsonSyntax? root, ProblemList problems, ProblemList warnings)
    {
        if (root is null)
        {
            return (null, null, null, null, null);
        }

        var fields = new FieldReader(root, "The track", problems);
        fields.RefuseRepeatedFields();
        fields.WarnOfUnknownFields(TrackFields.OfTrack, warnings);
        string? id = root.Member(TrackFields.Id) is { Value.Kind: not JsonTokenType.Null } ? fields.RequiredText(TrackFields.Id) : null;
        return (id, fields.OptionalText(TrackFields.Description), fields.OptionalText(TrackFields.Context), fields.Budget(), fields.Worktree(warnings));
    }

    private static List<WrittenTicket> ReadTickets(List<JsonSyntax> nodes, ProblemList problems, ProblemList warnings)
    {
        var tickets = new List<WrittenTicket>(nodes.Count);
        for (int index = 0; index < nodes.Count; index++)
        {
            if (TicketReader.Read(nodes[index], index + 1, problems, warnings) is { } ticket)
            {
                tickets.Add(ticket);
            }
        }

        return tickets;
    }

    private static Dictionary<string, TextRange> PlacesOf(List<WrittenTicket> tickets, SourceText source)
    {
        var places = new Dictionary<string, TextRange>(tickets.Count, StringComparer.Ordinal);
        foreach (WrittenTicket ticket in tickets)
        {
            places.TryAdd(ticket.Definition.Id, source.RangeOf(ticket.Node.Span));
        }

        return places;
    }
}
