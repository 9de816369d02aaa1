using Conductor.Server.Protocol;
using Conductor.Server.Rpc;

namespace Conductor.Server.Features.Tickets;

/// <summary>
/// Tells what is wrong with track files as they are typed. A check reads other files and scripts, so it is made beside the messages of the
/// connection: one at a time, always of the latest text. A version that is overtaken before it is told is left out, so that the problems of
/// an older text are never told after those of a newer one. Thread-safe.
/// </summary>
internal sealed class DiagnosticsFeed(RpcSession session)
{
    private readonly System.Threading.Lock _gate = new();

    // Guarded by _gate, both. By address: what is to be told of a document next.
    private readonly Dictionary<string, Document> _waiting = new(StringComparer.Ordinal);
    private bool _isAtWork;

    /// <summary>The document has a new text.</summary>
    /// <param name="path">Workspace-relative, '/'-separated.</param>
    public void Changed(string uri, string path, int version, string text) => Add(new Document(uri, path, version, text));

    /// <summary>The document was closed: nothing is wrong with it any more.</summary>
    public void Closed(string uri) => Add(new Document(uri, Path: null, Version: null, Text: ""));

    private void Add(Document document)
    {
        lock (_gate)
        {
            _waiting[document.Uri] = document;
            if (_isAtWork)
            {
                return;
            }

            _isAtWork = true;
        }

        session.Own(Task.Run(TellAll));
    }

    /// <summary>One catch for each document: a check that breaks keeps nothing from the next one.</summary>
    private void TellAll()
    {
        while (Next() is { } document)
        {
            try
            {
                Tell(Check(document));
            }
            catch (Exception failure)
            {
                session.Log($"{document.Uri} could not be checked: {failure}");
            }
        }
    }

    private PublishDiagnosticsParams Check(Document document) => document is { Path: { } path, Version: { } version } && session.LibraryOrNull is { } library
        ? TrackDiagnostics.Of(document.Uri, version, library.Check(path, document.Text))
        : new PublishDiagnosticsParams(document.Uri, null, []);

    private void Tell(PublishDiagnosticsParams found)
    {
        lock (_gate)
        {
            if (!_waiting.ContainsKey(found.Uri))
            {
                session.Tell("textDocument/publishDiagnostics", found);
            }
        }
    }

    private Document? Next()
    {
        lock (_gate)
        {
            Document? next = _waiting.Values.FirstOrDefault();
            _isAtWork = next is not null;
            if (next is not null)
            {
                _waiting.Remove(next.Uri);
            }

            return next;
        }
    }

    /// <param name="Path">Null for a document that was closed.</param>
    private sealed record Document(string Uri, string? Path, int? Version, string Text);
}
