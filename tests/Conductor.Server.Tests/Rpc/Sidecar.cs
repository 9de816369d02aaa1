using System.Collections.Concurrent;
using Conductor.Server.Hosting;
using Conductor.Server.Rpc;
using Nerdbank.Streams;

namespace Conductor.Server.Tests.Rpc;

/// <summary>The real server in this process, and its client, over a pair of streams.</summary>
internal sealed class Sidecar : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _serving;

    public Sidecar(TestWorkspace workspace, TimeProvider? time = null, WorkspaceSeams? seams = null)
    {
        (Stream clientSide, Stream serverSide) = FullDuplexStream.CreatePair();
        var options = new RpcSessionOptions(WorkspaceSettings.Default, time ?? TimeProvider.System, _log.Enqueue, workspace.ScriptLog, seams);
        _serving = RpcServer.RunAsync(serverSide, serverSide, options, _stopping.Token);
        Client = new WireClient(clientSide, clientSide);
    }

    public WireClient Client { get; }

    /// <summary>What the server logged.</summary>
    public IReadOnlyCollection<string> Log => _log;

    /// <summary>Ends when the server has ended by itself.</summary>
    public Task Ended => _serving.WaitAsync(Notifications.Limit);

    /// <summary>Stops the server as a closed editor does, and waits until all of it has stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Ended;
        Client.Dispose();
        _stopping.Dispose();
    }
}
