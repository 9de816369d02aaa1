using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

/// <summary>What a server told its client, in order; any of it, past or to come, can be awaited. Thread-safe.</summary>
internal sealed class Notifications : IConductorClient
{
    /// <summary>The one limit of every wait in these tests.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly System.Threading.Lock _gate = new();

    // Guarded by _gate, both.
    private readonly List<object> _received = [];
    private readonly List<(Func<object, bool> Matches, TaskCompletionSource<object> Found)> _waiting = [];

    public void TrackChanged(TrackChanged notification) => Add(notification);

    public void TrackListChanged(TrackListChanged notification) => Add(notification);

    public void ApprovalRequested(ApprovalInfo notification) => Add(notification);

    public void ApprovalResolved(ApprovalResolved notification) => Add(notification);

    public void WorkerOutput(WorkerOutput notification) => Add(notification);

    /// <summary>The editor at this end, which has models; null: it has none and says so.</summary>
    public ScriptedEditor? Editor { get; set; }

    public Task<EditorModelList> ListEditorModelsAsync(ListEditorModelsParams request, CancellationToken cancellationToken) =>
        Editor?.List ?? Task.FromResult(new EditorModelList([]));

    public Task<EditorModelResult> CallEditorModelAsync(EditorModelCallParams request, CancellationToken cancellationToken) =>
        Editor?.AnswerAsync(request, cancellationToken)
            ?? throw new LocalRpcException("This editor has no such model.") { ErrorCode = ErrorCodes.EditorModelNotFound };

    [JsonRpcMethod("textDocument/publishDiagnostics", UseSingleObjectParameterDeserialization = true)]
    public void PublishDiagnostics(PublishDiagnosticsParams notification) => Add(notification);

    /// <summary>Everything of one kind so far.</summary>
    public IReadOnlyList<T> All<T>()
    {
        lock (_gate)
        {
            return [.. _received.OfType<T>()];
        }
    }

    /// <summary>The first one that matches, past or to come.</summary>
    public async Task<T> WaitForAsync<T>(Func<T, bool> matches)
        where T : class
    {
        var found = new TaskCompletionSource<object>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_received.OfType<T>().FirstOrDefault(matches) is { } known)
            {
                return known;
            }

            _waiting.Add((candidate => candidate is T wanted && matches(wanted), found));
        }

        try
        {
            return (T)await found.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"No {typeof(T).Name} like that came. Received:\n{string.Join('\n', All<object>().TakeLast(12))}");
        }
    }

    private void Add(object notification)
    {
        lock (_gate)
        {
            _received.Add(notification);
            foreach ((Func<object, bool> matches, TaskCompletionSource<object> found) in _waiting)
            {
                if (matches(notification))
                {
                    found.TrySetResult(notification);
                }
            }
        }
    }
}
