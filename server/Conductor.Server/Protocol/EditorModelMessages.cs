using System.Text.Json;

namespace Conductor.Server.Protocol;

/// <summary>Asks a client which models its editor has. Asked only when a person wants to see models.</summary>
public sealed record ListEditorModelsParams;

/// <summary>The models of a client's editor.</summary>
public sealed record EditorModelList(IReadOnlyList<EditorModelInfo> Models);

/// <summary>A model of the editor. What vendor, family and version mean is the business of the extension that brings it.</summary>
/// <param name="Id">With the vendor before it, as <c>conductor/editorModel/call</c> takes it: <c>copilot/gpt-4o</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="MaxInputTokens">What may be sent in one call.</param>
/// <param name="CanSend">Whether it may be called: false when a person has not allowed it; null when nobody has been asked yet.</param>
public sealed record EditorModelInfo(string Id, string Vendor, string Family, string Version, string Name, int MaxInputTokens, bool? CanSend);

/// <summary>Calls a model of the editor. The answer comes in pieces (<c>conductor/editorModel/streamed</c>) before the response; a cancelled call sends no more of them.</summary>
/// <param name="CallId">Of this connection; the pieces carry it.</param>
/// <param name="Model">An <see cref="EditorModelInfo.Id"/>.</param>
/// <param name="Tools">Empty: the model may only say something.</param>
/// <param name="MaxOutputTokens">Null: as many as the model gives.</param>
public sealed record EditorModelCallParams(
    string CallId,
    string Model,
    IReadOnlyList<EditorModelMessage> Messages,
    IReadOnlyList<EditorModelTool> Tools,
    EditorToolMode ToolMode,
    int? MaxOutputTokens = null);

/// <summary>One message of a conversation.</summary>
public sealed record EditorModelMessage(EditorModelRole Role, IReadOnlyList<EditorModelPart> Parts);

/// <summary>Who says a message. The editor's models know no system role: the first user message says what a system would.</summary>
public enum EditorModelRole
{
    /// <summary>Whoever asks, and the tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}

/// <summary>A part of a message or of an answer. One member is set; a part with none, as of a later version, is passed over.</summary>
/// <param name="Thinking">What a model thought; only in answers.</param>
/// <param name="ToolCall">Only from the assistant.</param>
/// <param name="ToolResult">Only from the user.</param>
public sealed record EditorModelPart(string? Text = null, string? Thinking = null, EditorToolCall? ToolCall = null, EditorToolResult? ToolResult = null);

/// <summary>A tool call that a model asks for.</summary>
/// <param name="Arguments">A JSON object.</param>
public sealed record EditorToolCall(string CallId, string Name, JsonElement Arguments);

/// <summary>What became of a tool call.</summary>
public sealed record EditorToolResult(string CallId, string Text, bool IsError);

/// <summary>A tool that a model may ask for. The editor never runs it.</summary>
/// <param name="InputSchema">The JSON schema of its arguments.</param>
public sealed record EditorModelTool(string Name, string Description, JsonElement InputSchema);

/// <summary>Whether a model has to ask for a tool.</summary>
public enum EditorToolMode
{
    /// <summary>It may.</summary>
    Auto,

    /// <summary>It must.</summary>
    Required,
}

/// <summary>A piece of the answer to a call.</summary>
/// <param name="Sequence">From 0, without gaps within a call.</param>
public sealed record EditorModelStreamed(string CallId, long Sequence, IReadOnlyList<EditorModelPart> Parts);

/// <summary>The end of an answer. The editor tells no token counts.</summary>
/// <param name="Pieces">How many pieces it had.</param>
/// <param name="MaxInputTokens">What the model takes at most, so that calls after it fit without a list; null where it is not told.</param>
public sealed record EditorModelResult(EditorModelFinish Finish, long Pieces, int? MaxInputTokens = null);

/// <summary>Why a model of the editor stopped.</summary>
public enum EditorModelFinish
{
    /// <summary>It had said everything, as far as the editor tells.</summary>
    Stop,

    /// <summary>It asks for tools.</summary>
    ToolCalls,
}

/// <summary>The editor has other models, or other ones may be called.</summary>
public sealed record EditorModelsChanged;
