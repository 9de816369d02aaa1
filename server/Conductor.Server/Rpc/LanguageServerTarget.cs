using System.Text.Json;
using Conductor.Server.Features.Lifecycle;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Protocol;
using Conductor.Server.TrackFiles;

namespace Conductor.Server.Rpc;

/// <summary>The language server protocol's own methods: the session's life, and track files as documents.</summary>
internal sealed class LanguageServerTarget(RpcSession session) : ILanguageServer
{
    private readonly DiagnosticsFeed _diagnostics = new(session);

    /// <inheritdoc/>
    public Task<JsonElement> InitializeAsync(JsonElement request, CancellationToken cancellationToken)
    {
        session.Begin(Handshake.Read(request));
        return Task.FromResult(Handshake.Answer());
    }

    /// <inheritdoc/>
    public Task InitializedAsync(InitializedParams notification, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<object?> ShutdownAsync(CancellationToken cancellationToken) => Task.FromResult<object?>(null);

    /// <inheritdoc/>
    public void Exit() => session.Exited.TrySetResult();

    /// <inheritdoc/>
    public void DidOpen(DidOpenTextDocumentParams notification) =>
        Changed(notification.TextDocument.Uri, notification.TextDocument.Version, notification.TextDocument.Text);

    /// <inheritdoc/>
    public void DidChange(DidChangeTextDocumentParams notification)
    {
        if (notification.ContentChanges is [.., var last])
        {
            Changed(notification.TextDocument.Uri, notification.TextDocument.Version, last.Text);
        }
    }

    /// <inheritdoc/>
    public void DidSave(DidSaveTextDocumentParams notification) => Reload([notification.TextDocument.Uri]);

    /// <inheritdoc/>
    public void DidClose(DidCloseTextDocumentParams notification)
    {
        if (session.LibraryOrNull is { } library && library.Documents.PathOf(notification.TextDocument.Uri) is { } path)
        {
            library.Documents.Close(path);
            _diagnostics.Closed(notification.TextDocument.Uri);
        }
    }

    /// <inheritdoc/>
    public void DidChangeWatchedFiles(DidChangeWatchedFilesParams notification) => Reload(notification.Changes.Select(change => change.Uri));

    /// <inheritdoc/>
    public void DidChangeConfiguration(DidChangeConfigurationParams notification)
    {
        if (notification.Settings is { ValueKind: JsonValueKind.Object } settings
            && settings.TryGetProperty("conductor", out JsonElement ours)
            && ClientSettings.Read<ConductorSettings>(ours, session.Log) is { } changed)
        {
            session.ChangeSettings(changed);
        }
    }

    private void Changed(string uri, int version, string text)
    {
        if (session.LibraryOrNull is { } library && library.Documents.PathOf(uri) is { } path)
        {
            library.Documents.Set(path, version, text);
            _diagnostics.Changed(uri, path, version, text);
        }
    }

    /// <summary>Merges what the disk says now, in a task the session owns.</summary>
    private void Reload(IEnumerable<string> uris)
    {
        if (session.LibraryOrNull is { } library)
        {
            string[] paths = [.. uris.Select(library.Documents.PathOf).OfType<string>().Where(path => !TrackPaths.IsInTree(path)).Distinct()];
            session.Own(ReloadAsync(library, paths));
        }
    }

    private async Task ReloadAsync(TrackLibrary library, string[] paths)
    {
        await Task.Yield();
        IReadOnlyList<string> known = library.Paths();
        foreach (string path in paths.Where(path => known.Contains(path) || path.EndsWith(".track.json", StringComparison.Ordinal)))
        {
            if (File.Exists(library.Documents.FullPath(path)))
            {
                await library.OpenAsync(path);
            }
        }

        session.Tell("conductor/track/listChanged", new TrackListChanged(library.Paths().Count));
    }
}
