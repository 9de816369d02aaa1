using System.Text.Json;
using Conductor.Server.Protocol;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

/// <summary>A client of the sidecar: requests by method name, and what it was told.</summary>
internal sealed class WireClient : IDisposable
{
    private readonly JsonRpc _connection;

    /// <summary>Speaks over these streams.</summary>
    /// <param name="hears">False: it knows none of what the server tells and asks.</param>
    public WireClient(Stream sending, Stream receiving, bool hears = true)
    {
        _connection = new ErrorReadingJsonRpc(new HeaderDelimitedMessageHandler(sending, receiving, new SystemTextJsonFormatter { JsonSerializerOptions = WireJson.Options }));
        if (hears)
        {
            _connection.AddLocalRpcTarget(Received, new JsonRpcTargetOptions());
        }

        _connection.StartListening();
    }

    public Notifications Received { get; } = new();

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task Closed => _connection.Completion;

    /// <summary>Sends a request; the parameters' own names are the wire's.</summary>
    public Task<T> AskAsync<T>(string method, object? parameters = null) =>
        _connection.InvokeWithParameterObjectAsync<T>(method, Wire(parameters), TestContext.Current.CancellationToken)
            .WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    /// <summary>Sends a request that must be refused, and gives the refusal.</summary>
    public Task<RemoteInvocationException> RefusedAsync(string method, object? parameters = null) =>
        Assert.ThrowsAsync<RemoteInvocationException>(() => AskAsync<JsonElement>(method, parameters));

    /// <summary>Sends a notification.</summary>
    public Task TellAsync(string method, object? parameters = null) => _connection.NotifyWithParameterObjectAsync(method, Wire(parameters));

    /// <summary>Introduces the client.</summary>
    public async Task<InitializeResult> InitializeAsync(string? root, ConductorSettings? settings = null, bool? trusted = null, int? processId = null)
    {
        InitializeResult result = await AskAsync<InitializeResult>("initialize", new InitializeParams(
            ProcessId: processId,
            RootUri: root is null ? null : new Uri(root).AbsoluteUri,
            InitializationOptions: JsonSerializer.SerializeToElement(
                new ConductorInitializationOptions(Trusted: trusted, Settings: settings, EditorModels: Received.Editor is null ? null : true), WireJson.Options)));
        await TellAsync("initialized", new InitializedParams());
        return result;
    }

    public void Dispose() => _connection.Dispose();

    /// <summary>What a refusal carries beside its code and message.</summary>
    public static ErrorData DataOf(RemoteInvocationException refused) =>
        (refused.DeserializedErrorData is JsonElement data ? data.Deserialize<ErrorData>(WireJson.Options) : null) ?? new ErrorData();

    private static object Wire(object? parameters) =>
        parameters is null ? new Dictionary<string, object?>() : Server.Rpc.ClientNotifier.ToParameters(parameters);

    private sealed class ErrorReadingJsonRpc(IJsonRpcMessageHandler handler) : JsonRpc(handler)
    {
        protected override Type? GetErrorDetailsDataType(StreamJsonRpc.Protocol.JsonRpcError error) => typeof(JsonElement);
    }
}
