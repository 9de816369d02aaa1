using System.Text.Json;
using StreamJsonRpc;

namespace Conductor.Server.Protocol;

/// <summary>The part of the language server protocol (3.17) this server speaks, for track files.</summary>
public interface ILanguageServer
{
    /// <summary>First request of a session: <see cref="InitializeParams"/> in, <see cref="InitializeResult"/> out, as raw JSON (see the handshake).</summary>
    [JsonRpcMethod("initialize", UseSingleObjectParameterDeserialization = true)]
    Task<JsonElement> InitializeAsync(JsonElement request, CancellationToken cancellationToken);

    /// <summary>The client is ready for notifications.</summary>
    [JsonRpcMethod("initialized", UseSingleObjectParameterDeserialization = true)]
    Task InitializedAsync(InitializedParams notification, CancellationToken cancellationToken);

    /// <summary>Get ready to exit.</summary>
    [JsonRpcMethod("shutdown")]
    Task<object?> ShutdownAsync(CancellationToken cancellationToken);

    /// <summary>Exit now.</summary>
    [JsonRpcMethod("exit")]
    void Exit();

    /// <summary>A document was opened in the editor; its text there wins over the disk's.</summary>
    [JsonRpcMethod("textDocument/didOpen", UseSingleObjectParameterDeserialization = true)]
    void DidOpen(DidOpenTextDocumentParams notification);

    /// <summary>A document changed in the editor; whole text.</summary>
    [JsonRpcMethod("textDocument/didChange", UseSingleObjectParameterDeserialization = true)]
    void DidChange(DidChangeTextDocumentParams notification);

    /// <summary>A document was saved.</summary>
    [JsonRpcMethod("textDocument/didSave", UseSingleObjectParameterDeserialization = true)]
    void DidSave(DidSaveTextDocumentParams notification);

    /// <summary>A document was closed; the disk's text counts again.</summary>
    [JsonRpcMethod("textDocument/didClose", UseSingleObjectParameterDeserialization = true)]
    void DidClose(DidCloseTextDocumentParams notification);

    /// <summary>Track files changed on disk.</summary>
    [JsonRpcMethod("workspace/didChangeWatchedFiles", UseSingleObjectParameterDeserialization = true)]
    void DidChangeWatchedFiles(DidChangeWatchedFilesParams notification);

    /// <summary>Settings changed.</summary>
    [JsonRpcMethod("workspace/didChangeConfiguration", UseSingleObjectParameterDeserialization = true)]
    void DidChangeConfiguration(DidChangeConfigurationParams notification);
}

public sealed record InitializeParams(
    int? ProcessId = null,
    string? RootUri = null,
    string? RootPath = null,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders = null,
    JsonElement? InitializationOptions = null);

public sealed record WorkspaceFolder(string Uri, string Name);

public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <param name="TextDocumentSync">How documents are synchronised.</param>
public sealed record ServerCapabilities(TextDocumentSyncOptions TextDocumentSync);

/// <param name="Change">1 is full text.</param>
public sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

public sealed record ServerInfo(string Name, string Version);

public sealed record InitializedParams;

public sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

public sealed record TextDocumentIdentifier(string Uri);

public sealed record VersionedTextDocumentIdentifier(string Uri, int Version);

public sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);

public sealed record DidChangeTextDocumentParams(VersionedTextDocumentIdentifier TextDocument, IReadOnlyList<TextDocumentContentChange> ContentChanges);

public sealed record TextDocumentContentChange(string Text);

public sealed record DidSaveTextDocumentParams(TextDocumentIdentifier TextDocument);

public sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument);

public sealed record DidChangeWatchedFilesParams(IReadOnlyList<FileEvent> Changes);

/// <param name="Type">1 created, 2 changed, 3 deleted.</param>
public sealed record FileEvent(string Uri, int Type);

public sealed record DidChangeConfigurationParams(JsonElement? Settings = null);

public sealed record PublishDiagnosticsParams(string Uri, int? Version, IReadOnlyList<Diagnostic> Diagnostics);

/// <param name="Severity">1 error, 2 warning, 3 information, 4 hint.</param>
public sealed record Diagnostic(DocumentRange Range, int Severity, string Code, string Source, string Message);

public sealed record DocumentRange(DocumentPosition Start, DocumentPosition End);

/// <summary>Line and character from 0; characters in UTF-16 units.</summary>
public sealed record DocumentPosition(int Line, int Character);

/// <param name="Type">1 error, 2 warning, 3 info, 4 log.</param>
public sealed record LogMessageParams(int Type, string Message);
