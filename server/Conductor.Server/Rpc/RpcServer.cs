using System.IO.Pipelines;
using Conductor.Server.Protocol;
using Conductor.Views;
using Microsoft.VisualStudio.Threading;
using Nerdbank.Streams;
using StreamJsonRpc;

namespace Conductor.Server.Rpc;

/// <summary>One connection: the language server protocol's base layer over a pair of streams.</summary>
internal static class RpcServer
{
    /// <summary>Serves until the client says exit, the stream ends, or the token fires; then stops every worker. Work can be resumed.</summary>
    /// <param name="output">Carries frames only.</param>
    public static async Task RunAsync(Stream output, Stream input, RpcSessionOptions options, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(input);
        try
        {
            InitializeParams? first = await FirstAnswer.TryGiveAsync(reader, output, cancellationToken).WaitAsync(cancellationToken);

            // Whoever asks for the first view need not wait for this then. It goes on beside the start of the library, on a thread of its own:
            // the pool has few when a process is young, and messages must not queue behind it. Whoever ends does not wait for it: it leaves nothing but memory.
            Task prepared = Task.Factory.StartNew(FirstView.Prepare, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            _ = prepared.ContinueWith(
                failed => options.Log($"What a first view needs could not be prepared: {failed.Exception?.InnerException?.Message} A view will say what is wrong."),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            await ServeAsync(output.UsePipeWriter(cancellationToken: CancellationToken.None), reader, options, first, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ended before the client had said anything.
        }
    }

    /// <summary>A connection as sessions use it; it listens when its targets are added.</summary>
    internal static JsonRpc Connect(IJsonRpcMessageHandler handler) => new(handler)
    {
        CancelLocallyInvokedMethodsWhenConnectionIsClosed = true,

        // Messages are begun in the order they came: without it each one goes to the thread pool, and of two changes of a document the
        // older could win. What a method awaits holds up nobody.
        SynchronizationContext = new NonConcurrentSynchronizationContext(sticky: false),
    };

    /// <param name="first">What the client said with initialize, when that is answered already.</param>
    private static async Task ServeAsync(PipeWriter output, PipeReader input, RpcSessionOptions options, InitializeParams? first, CancellationToken cancellationToken)
    {
        var formatter = new SystemTextJsonFormatter { JsonSerializerOptions = WireJson.Options };
        using var handler = new HeaderDelimitedMessageHandler(output, input, formatter);
        using JsonRpc connection = Connect(handler);
        await using var session = new RpcSession(connection, options);
        if (first is not null)
        {
            session.Begin(first);
        }

        connection.AddLocalRpcTarget<ILanguageServer>(new LanguageServerTarget(session), null);
        connection.AddLocalRpcTarget<IConductorServer>(new ConductorTarget(session), null);
        connection.StartListening();

        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task cancelled = Task.Delay(Timeout.InfiniteTimeSpan, stopped.Token);
        Task ended = await Task.WhenAny(connection.Completion, session.Exited.Task, cancelled);
        await stopped.CancelAsync();
        if (ended == connection.Completion && connection.Completion.Exception is { } failure)
        {
            options.Log($"The connection ended: {failure.InnerException?.Message ?? failure.Message}");
        }
    }
}
