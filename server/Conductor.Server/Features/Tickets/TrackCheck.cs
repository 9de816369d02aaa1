using System.Collections.Immutable;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a look at a track file found.</summary>
/// <param name="Problems">What refuses the file, or keeps a ticket of it from being started; empty when there is nothing.</param>
/// <param name="Warnings">What is probably not meant as it is written; refuses nothing.</param>
/// <param name="TicketCount">0 when the file's own text has problems.</param>
internal sealed record TrackCheck(ImmutableArray<TrackFileProblem> Problems, ImmutableArray<TrackFileProblem> Warnings, int TicketCount);
