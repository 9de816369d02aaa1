using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Editor;
using Microsoft.Extensions.AI;
using Microsoft.VisualStudio.Threading;
using StreamJsonRpc;

namespace Conductor.Server.Features.Models;

/// <summary>The models of the editor at the other end of a connection: asks the client for them, and takes in what they answer. Thread-safe.</summary>
internal sealed class EditorModels(JsonRpc connection) : IEditorModels
{
    private readonly ConcurrentDictionary<string, EditorModelCall> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _windows = new(StringComparer.Ordinal);
    private long _calledSoFar;

    /// <inheritdoc/>
    public async Task<ImmutableArray<ListedModel>> ListAsync(CancellationToken cancellationToken)
    {
        Task<EditorModelList> asked = AskAsync<EditorModelList>("conductor/editorModel/list", new ListEditorModelsParams(), cancellationToken);
        try
        {
            // A client that does not answer holds up nobody who no longer waits.
            EditorModelList list = await asked.WaitAsync(cancellationToken);
            foreach (EditorModelInfo model in list.Models)
            {
                _windows[model.Id] = model.MaxInputTokens;
            }

            return [.. list.Models.Select(model => new ListedModel(model.Id, model.Name, ContextWindow: model.MaxInputTokens))];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw EditorModelFailures.From(failure);
        }
    }

    /// <inheritdoc/>
    public IChatClient Client(string model) => new EditorChatClient(this, model);

    /// <inheritdoc/>
    public int? WindowOf(string model) => _windows.TryGetValue(model, out int window) ? window : null;

    /// <summary>Begins a call. Nothing is sent before its parts are asked for.</summary>
    /// <param name="request">Its call id is set here.</param>
    public EditorModelCall Call(EditorModelCallParams request)
    {
        EditorModelCallParams numbered = request with { CallId = Interlocked.Increment(ref _calledSoFar).ToString(CultureInfo.InvariantCulture) };
        return new EditorModelCall(
            cancellationToken => CallAsync(numbered, cancellationToken),
            call => _calls[numbered.CallId] = call,
            () => _calls.TryRemove(numbered.CallId, out _),
            BehindWhatCameAsync);
    }

    /// <summary>Takes in a piece of an answer; one that nobody waits for any more is passed over.</summary>
    public void Take(EditorModelStreamed piece)
    {
        if (_calls.TryGetValue(piece.CallId, out EditorModelCall? call))
        {
            call.Take(piece);
        }
    }

    /// <summary>What a model takes is known from its first answer on, also where nobody has asked for a list.</summary>
    private async Task<EditorModelResult> CallAsync(EditorModelCallParams request, CancellationToken cancellationToken)
    {
        EditorModelResult result = await AskAsync<EditorModelResult>("conductor/editorModel/call", request, cancellationToken);
        if (result.MaxInputTokens is { } window and > 0)
        {
            _windows[request.Model] = window;
        }

        return result;
    }

    private Task<T> AskAsync<T>(string method, object request, CancellationToken cancellationToken) =>
        connection.InvokeWithParameterObjectAsync<T>(method, ClientNotifier.ToParameters(request), cancellationToken);

    /// <summary>
    /// Completes when every notification that came before now has been dealt with. A response is handed over as it is read, a notification
    /// in its turn, so that pieces of an answer may still stand in the queue when its end is known.
    /// </summary>
    private async Task BehindWhatCameAsync()
    {
        if (connection.SynchronizationContext is { } queue)
        {
            await queue;
        }
    }
}
