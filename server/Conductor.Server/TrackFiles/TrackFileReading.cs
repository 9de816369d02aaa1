using System.Collections.Immutable;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Server.TrackFiles;

/// <summary>What a track file says, or everything that is wrong with it. Immutable and thread-safe.</summary>
public sealed class TrackFileReading
{
    private readonly IReadOnlyDictionary<string, TextRange> _ticketPlaces;

    internal TrackFileReading(IReadOnlyDictionary<string, TextRange> ticketPlaces) => _ticketPlaces = ticketPlaces;

    /// <summary>The object form's <c>id</c>; null for a bare list and for an object without one.</summary>
    public string? Id { get; internal init; }

    /// <summary>Where the <c>id</c> of the track is written; null when there is none.</summary>
    public TextRange? IdPlace { get; internal init; }

    /// <summary>The object form's <c>description</c>; empty when there is none.</summary>
    public string Description { get; internal init; } = string.Empty;

    /// <summary>The document every worker of the track gets; null when there is none.</summary>
    public string? Context { get; internal init; }

    /// <summary>What each run of the track may spend; null for no limit.</summary>
    public Budget? Budget { get; internal init; }

    /// <summary>What a working tree needs before a worker starts in it; null for nothing.</summary>
    public TreeSetup? Worktree { get; internal init; }

    /// <summary>The tickets in the order of the file. Empty when there is any problem: nothing of a refused file is kept.</summary>
    public ImmutableArray<TicketDefinition> Tickets { get; internal init; } = [];

    /// <summary>Everything that is wrong, in the order of the file.</summary>
    public ImmutableArray<TrackFileProblem> Problems { get; internal init; } = [];

    /// <summary>What is probably not meant as it is written, in the order of the file. Warnings do not refuse a file.</summary>
    public ImmutableArray<TrackFileProblem> Warnings { get; internal init; } = [];

    /// <summary>Whether the file can be loaded.</summary>
    public bool IsSound => Problems.IsEmpty;

    /// <summary>Its id and where that stands, alone: what is kept of a file that is only to be told from others.</summary>
    public TrackFileReading Identity => new(ImmutableDictionary<string, TextRange>.Empty) { Id = Id, IdPlace = IdPlace };

    /// <summary>Where a ticket stands, braces included; null when the file has no such ticket. Known for a refused file too, as far as it is JSON.</summary>
    public TextRange? PlaceOf(string ticketId) => _ticketPlaces.TryGetValue(ticketId, out TextRange place) ? place : null;
}
