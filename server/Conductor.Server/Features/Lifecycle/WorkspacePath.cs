using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Lifecycle;

/// <summary>Which folder a client means.</summary>
internal static class WorkspacePath
{
    private const string Marker = ".conductor";

    /// <summary>The first folder that has tracks, else the first one; null when the client has none.</summary>
    public static string? Of(InitializeParams request)
    {
        IEnumerable<string> uris = request.WorkspaceFolders is { Count: > 0 } folders
            ? folders.Select(folder => folder.Uri)
            : request.RootUri is { } root ? [root] : [];
        List<string> paths = [.. uris.Select(FileAddress.ToPath).OfType<string>()];
        return paths.FirstOrDefault(path => Directory.Exists(Path.Combine(path, Marker))) ?? paths.FirstOrDefault() ?? request.RootPath;
    }
}
