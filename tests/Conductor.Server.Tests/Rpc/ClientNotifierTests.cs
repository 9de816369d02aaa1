using Conductor.Server.Effects;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class ClientNotifierTests
{
    [Fact]
    public async Task Output_for_a_client_that_does_not_read_is_left_out_and_changes_are_not()
    {
        using var stalled = new StalledStream();
        using var connection = new JsonRpc(stalled);
        connection.StartListening();
        var notifier = new ClientNotifier(connection, model => model, () => WorkspaceSettings.Default, _ => { });

        for (int sequence = 0; sequence < 3 * ClientNotifier.MostWaiting; sequence++)
        {
            notifier.OnOutput(Piece(sequence, status: null));
        }

        int full = notifier.Waiting;
        notifier.OnOutput(Piece(0, "done"));
        notifier.Tell("conductor/track/listChanged", new TrackListChanged(1));

        Assert.InRange(full, 1, ClientNotifier.MostWaiting);
        Assert.Equal(full + 2, notifier.Waiting);
        connection.Dispose();
        stalled.Break();
        await notifier.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_kept_for_a_client_that_is_gone()
    {
        using var stalled = new StalledStream();
        using var connection = new JsonRpc(stalled);
        connection.StartListening();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var notifier = new ClientNotifier(connection, model => model, () => WorkspaceSettings.Default, _ => gone.TrySetResult());
        connection.Dispose();

        notifier.OnOutput(Piece(0, status: null));
        await gone.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        await notifier.DisposeAsync();
        notifier.OnOutput(Piece(1, status: null));

        Assert.Equal(0, notifier.Waiting);
    }

    private static OutputPiece Piece(long sequence, string? status) => new("track", "A", 1, "stream", sequence, "said", status);

    /// <summary>Nothing comes, and what is written is never taken, until it breaks.</summary>
    private sealed class StalledStream : Stream
    {
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public void Break() => _broken.TrySetException(new IOException("The pipe is broken."));

        public override void Flush()
        {
        }

        public override async Task FlushAsync(CancellationToken cancellationToken) => await _broken.Task.WaitAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _broken.Task.WaitAsync(cancellationToken);
            return 0;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await _broken.Task.WaitAsync(cancellationToken);
    }
}
