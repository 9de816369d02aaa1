using System.Collections.Immutable;

namespace Conductor.Viewer.Projects;

/// <summary>What a C# project's files say of how its sources are read. Nothing is evaluated as a build would: what hangs on conditions other than
/// framework and configuration is passed over.</summary>
/// <param name="Constants">The symbols that <c>#if</c> finds defined in a debug build for the first framework it names.</param>
/// <param name="Usings">Namespaces that every source of the project uses without saying so.</param>
public sealed record ProjectFacts(ImmutableArray<string> Constants, ImmutableArray<string> Usings)
{
    /// <summary>Of a source that belongs to no project.</summary>
    public static ProjectFacts None { get; } = new(["DEBUG", "TRACE"], []);
}
