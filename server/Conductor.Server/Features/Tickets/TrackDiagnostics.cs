using System.Collections.Immutable;
using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>A track file's problems as squiggles at their place.</summary>
internal static class TrackDiagnostics
{
    private const int Error = 1;

    /// <summary>What the editor shows for this version of the document; none takes earlier ones away.</summary>
    public static PublishDiagnosticsParams Of(string uri, int version, ImmutableArray<TrackFileProblem> problems) => new(
        uri,
        version,
        [.. problems.Select(problem => new Diagnostic(RangeOf(problem.Place), Error, problem.Code, "Conductor", problem.Message))]);

    private static DocumentRange RangeOf(TextRange? place) => place is { } range
        ? new DocumentRange(new DocumentPosition(range.StartLine, range.StartColumn), new DocumentPosition(range.EndLine, range.EndColumn))
        : new DocumentRange(new DocumentPosition(0, 0), new DocumentPosition(0, 1));
}
