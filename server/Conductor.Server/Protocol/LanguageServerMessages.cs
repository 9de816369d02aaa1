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

/// <summary>First words of a client.</summary>
/// <param name="ProcessId">The client's process; the server ends when that has ended. Null when there is none to watch.</param>
/// <param name="RootUri">Address of the folder to work in; null when none is open, or when another member names it.</param>
/// <param name="RootPath">The folder as a path, from clients that send no address.</param>
/// <param name="WorkspaceFolders">The open folders; the first one counts where no root is named.</param>
/// <param name="InitializationOptions">What is ours: <see cref="ConductorInitializationOptions"/>.</param>
public sealed record InitializeParams(
    int? ProcessId = null,
    string? RootUri = null,
    string? RootPath = null,
    IReadOnlyList<WorkspaceFolder>? WorkspaceFolders = null,
    JsonElement? InitializationOptions = null);

/// <summary>A folder that is open in the editor.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Name">As the editor shows it.</param>
public sealed record WorkspaceFolder(string Uri, string Name);

/// <summary>What the server can do, and which one it is.</summary>
/// <param name="ContractHash">Hash of the contract the server was built with. Ours, not the protocol's: a client built with another one says so to its person.</param>
public sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo, string ContractHash);

/// <summary>What of the language server protocol is spoken.</summary>
/// <param name="TextDocumentSync">How documents are synchronised.</param>
public sealed record ServerCapabilities(TextDocumentSyncOptions TextDocumentSync);

/// <summary>How a client tells of its documents.</summary>
/// <param name="OpenClose">It tells when they are opened and closed.</param>
/// <param name="Change">1 is full text.</param>
/// <param name="Save">It tells when they are saved.</param>
public sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

/// <summary>Names the server.</summary>
/// <param name="Version">Three numbers.</param>
public sealed record ServerInfo(string Name, string Version);

/// <summary>Nothing to say; the client is ready.</summary>
public sealed record InitializedParams;

/// <summary>A document with its whole text.</summary>
/// <param name="LanguageId">For example <c>json</c>.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record TextDocumentItem(string Uri, string LanguageId, int Version, string Text);

/// <summary>Names a document by its address.</summary>
public sealed record TextDocumentIdentifier(string Uri);

/// <summary>Names one version of a document.</summary>
public sealed record VersionedTextDocumentIdentifier(string Uri, int Version);

/// <summary>A document was opened.</summary>
public sealed record DidOpenTextDocumentParams(TextDocumentItem TextDocument);

/// <summary>A document was changed.</summary>
/// <param name="ContentChanges">The last one is the text as it is now.</param>
public sealed record DidChangeTextDocumentParams(VersionedTextDocumentIdentifier TextDocument, IReadOnlyList<TextDocumentContentChange> ContentChanges);

/// <summary>The whole text after a change.</summary>
public sealed record TextDocumentContentChange(string Text);

/// <summary>A document was saved.</summary>
public sealed record DidSaveTextDocumentParams(TextDocumentIdentifier TextDocument);

/// <summary>A document was closed.</summary>
public sealed record DidCloseTextDocumentParams(TextDocumentIdentifier TextDocument);

/// <summary>Files changed on disk.</summary>
public sealed record DidChangeWatchedFilesParams(IReadOnlyList<FileEvent> Changes);

/// <summary>One file that changed on disk.</summary>
/// <param name="Uri">Its address.</param>
/// <param name="Type">1 created, 2 changed, 3 deleted.</param>
public sealed record FileEvent(string Uri, int Type);

/// <summary>Settings changed.</summary>
/// <param name="Settings">An object whose member <c>conductor</c> is <see cref="ConductorSettings"/>; null changes nothing.</param>
public sealed record DidChangeConfigurationParams(JsonElement? Settings = null);

/// <summary>Everything wrong with a document; it takes the place of what was told before.</summary>
/// <param name="Version">The version that was looked at; null for one that was closed.</param>
public sealed record PublishDiagnosticsParams(string Uri, int? Version, IReadOnlyList<Diagnostic> Diagnostics);

/// <summary>One thing wrong with a document.</summary>
/// <param name="Severity">1 error, 2 warning, 3 information, 4 hint.</param>
/// <param name="Code">As in <see cref="ProblemInfo"/>.</param>
/// <param name="Source">Always <c>Conductor</c>.</param>
public sealed record Diagnostic(DocumentRange Range, int Severity, string Code, string Source, string Message);

/// <summary>A piece of a document; its end is exclusive.</summary>
public sealed record DocumentRange(DocumentPosition Start, DocumentPosition End);

/// <summary>Line and character from 0; characters in UTF-16 units.</summary>
public sealed record DocumentPosition(int Line, int Character);

/// <summary>A line for the client's log.</summary>
/// <param name="Type">1 error, 2 warning, 3 info, 4 log.</param>
public sealed record LogMessageParams(int Type, string Message);
