using StreamJsonRpc;

namespace Conductor.Server.Protocol;

/// <summary>
/// What the server tells a client: what happened, in the past tense, in the order it happened. And what it asks of a client that has models
/// of its own to offer (<see cref="ConductorInitializationOptions.EditorModels"/>); such a client refuses with a code of <see cref="ErrorCodes"/>.
/// </summary>
public interface IConductorClient
{
    /// <summary>A track moved on; only the tickets that changed.</summary>
    [JsonRpcMethod("conductor/track/changed", UseSingleObjectParameterDeserialization = true)]
    void TrackChanged(TrackChanged notification);

    /// <summary>Track files appeared, went away, or got or lost problems: ask for the list again.</summary>
    [JsonRpcMethod("conductor/track/listChanged", UseSingleObjectParameterDeserialization = true)]
    void TrackListChanged(TrackListChanged notification);

    /// <summary>A gate opened.</summary>
    [JsonRpcMethod("conductor/approval/requested", UseSingleObjectParameterDeserialization = true)]
    void ApprovalRequested(ApprovalInfo notification);

    /// <summary>A gate closed: it was answered or withdrawn.</summary>
    [JsonRpcMethod("conductor/approval/resolved", UseSingleObjectParameterDeserialization = true)]
    void ApprovalResolved(ApprovalResolved notification);

    /// <summary>A worker said or did something; the whole text can be asked for with <c>conductor/worker/log</c>.</summary>
    [JsonRpcMethod("conductor/worker/output", UseSingleObjectParameterDeserialization = true)]
    void WorkerOutput(WorkerOutput notification);

    /// <summary>The models that the client's editor has.</summary>
    [JsonRpcMethod("conductor/editorModel/list", UseSingleObjectParameterDeserialization = true)]
    Task<EditorModelList> ListEditorModelsAsync(ListEditorModelsParams request, CancellationToken cancellationToken);

    /// <summary>Calls a model of the editor; the answer itself comes in <c>conductor/editorModel/streamed</c>. Refused, before anything is sent, where a person has not allowed it.</summary>
    [JsonRpcMethod("conductor/editorModel/call", UseSingleObjectParameterDeserialization = true)]
    Task<EditorModelResult> CallEditorModelAsync(EditorModelCallParams request, CancellationToken cancellationToken);
}
