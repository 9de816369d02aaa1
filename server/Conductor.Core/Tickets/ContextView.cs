using System.Collections.Immutable;

namespace Conductor.Core.Tickets;

/// <summary>How a worker is shown a file of its ticket's context, where the ticket says so.</summary>
/// <param name="Path">Workspace-relative, '/'-separated; one of the ticket's context requirements.</param>
/// <param name="Level">Null where members say it.</param>
/// <param name="Members">Names, as <c>Type.Member</c>, of the members that are shown with their bodies, and no others; empty where a level says it.</param>
public sealed record ContextView(string Path, ContextLevel? Level, ImmutableArray<string> Members)
{
    /// <summary>Whether both say the same, names included (record equality would compare arrays by identity).</summary>
    public bool SameAs(ContextView other) => Path == other.Path && Level == other.Level && Members.SequenceEqual(other.Members);
}

/// <summary>How much of a file is shown.</summary>
public enum ContextLevel
{
    /// <summary>The whole text.</summary>
    Full,

    /// <summary>The bodies that matter, and signatures of the rest.</summary>
    Curated,

    /// <summary>Signatures.</summary>
    Skeleton,

    /// <summary>A line for each member.</summary>
    Outline,

    /// <summary>Names.</summary>
    Signature,
}
