using System.Collections.Immutable;

namespace Conductor.Server.TrackFiles;

/// <summary>Problems as they are found, by their place in bytes.</summary>
internal sealed class ProblemList
{
    private readonly List<(ByteSpan Span, string Code, string Message)> _found = [];

    public bool IsEmpty => _found.Count == 0;

    public void Add(string code, ByteSpan span, string message) => _found.Add((span, code, message));

    /// <summary>All of them in the order of the file.</summary>
    public ImmutableArray<TrackFileProblem> InOrder(SourceText source) =>
        [.. _found.OrderBy(problem => problem.Span.Start)
            .Select(problem => new TrackFileProblem(problem.Code, problem.Message, source.FirstLineOf(problem.Span)))];
}
