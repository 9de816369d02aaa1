using Conductor.Core.Landing;
using Conductor.Core.Usage;

namespace Conductor.Core.Tickets;

/// <summary>What a track says about itself, beside its tickets.</summary>
/// <param name="TrackId">Workspace-relative path of its file (plus <c>#id</c> where the file names one), or a journaled id for a track opened from text.</param>
/// <param name="Description">One line for lists; empty when the file is a bare list.</param>
/// <param name="Context">A document every worker of the track gets; null when there is none.</param>
/// <param name="Path">Workspace-relative path of the track's file; null for a track opened from text.</param>
/// <param name="Budget">What each of its runs may spend, where the run was not asked for with another amount; null for no limit.</param>
/// <param name="WorkingTrees">What a working tree needs before a worker starts in it; null for nothing.</param>
public sealed record TrackHeader(string TrackId, string Description, string? Context = null, string? Path = null, Budget? Budget = null, TreeSetup? WorkingTrees = null);
