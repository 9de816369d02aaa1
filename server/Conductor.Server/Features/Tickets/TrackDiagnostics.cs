using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Features.Tickets;

/// <summary>A track file's problems and warnings as squiggles at their place.</summary>
internal static class TrackDiagnostics
{
    private const int Error = 1;
    private const int Warning = 2;

    /// <summary>What the editor shows for this version of the document; none takes earlier ones away.</summary>
    public static PublishDiagnosticsParams Of(string uri, int version, TrackCheck found) => new(
        uri,
        version,
        [.. found.Problems.Select(problem => ToDiagnostic(problem, Error)), .. found.Warnings.Select(warning => ToDiagnostic(warning, Warning))]);

    private static Diagnostic ToDiagnostic(TrackFileProblem found, int severity) =>
        new(RangeOf(found.Place), severity, found.Code, "Conductor", found.Message);

    private static DocumentRange RangeOf(TextRange? place) => place is { } range
        ? new DocumentRange(new DocumentPosition(range.StartLine, range.StartColumn), new DocumentPosition(range.EndLine, range.EndColumn))
        : new DocumentRange(new DocumentPosition(0, 0), new DocumentPosition(0, 1));
}
