using Conductor.Server.Features.Models;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Tests.Rpc;
using Nerdbank.Streams;
using StreamJsonRpc;

namespace Conductor.Server.Tests.Features.Models;

/// <summary>A connection with an editor at its other end, as a server has it, without the server.</summary>
internal sealed class EditorLine : IAsyncDisposable
{
    private readonly JsonRpc _connection;
    private readonly RpcSession _session;

    /// <param name="knowsModels">False: the client has never heard of models.</param>
    public EditorLine(bool knowsModels = true)
    {
        (Stream clientSide, Stream serverSide) = FullDuplexStream.CreatePair();
        _connection = RpcServer.Connect(new HeaderDelimitedMessageHandler(serverSide, serverSide, new SystemTextJsonFormatter { JsonSerializerOptions = WireJson.Options }));
        _session = new RpcSession(_connection, new RpcSessionOptions(WorkspaceSettings.Default, TimeProvider.System, _ => { }));
        _connection.AddLocalRpcTarget<IConductorServer>(new ConductorTarget(_session), null);
        _connection.StartListening();
        Client = new WireClient(clientSide, clientSide, hears: knowsModels);
        Editor = new ScriptedEditor(Client);
        Client.Received.Editor = Editor;
    }

    public WireClient Client { get; }

    public ScriptedEditor Editor { get; }

    /// <summary>The models as the server has them.</summary>
    public EditorModels Models => _session.EditorModels;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _session.DisposeAsync();
        _connection.Dispose();
    }
}
