using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Conductor.Server.Tests.Processes;

/// <summary>A provider that refuses every call, and repeats in body and headers whatever it was sent: the worst that a gateway may do.</summary>
internal sealed class EchoingProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _served;
    private readonly int _status;
    private volatile int _sawKey;

    /// <summary>Listens until it is disposed.</summary>
    /// <param name="status">What it refuses with.</param>
    public EchoingProvider(PlantedKey planted, int status = 401)
    {
        _status = status;
        Planted = planted;
        _listener.Start();
        _served = ServeAsync();
    }

    /// <summary>The key it is called with.</summary>
    public PlantedKey Planted { get; }

    /// <summary>Where it listens.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Calls that had the key.</summary>
    public int SawKey => _sawKey;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _served;
        _over.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_over.Token);
                await TryAnswerAsync(client.GetStream());
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task TryAnswerAsync(NetworkStream stream)
    {
        try
        {
            await AnswerAsync(stream);
        }
        catch (IOException)
        {
            // Whoever called has gone.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        string head = await HeadAsync(stream);
        if (head.Contains(Planted.Key, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _sawKey);
        }

        string message = $"The key is wrong: {string.Join(" and ", Planted.Forms)}. You sent {head}";
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            type = "error",
            error = new { code = _status, type = "invalid_request_error", status = "INVALID_ARGUMENT", message },
        });
        string answer = $"HTTP/1.1 {_status} {Planted.Key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n"
            + $"x-your-key: {Planted.Key}\r\nwww-authenticate: Bearer realm={Planted.Key}\r\nrequest-id: {Planted.Key}\r\n\r\n";
        await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(answer), .. body], _over.Token);
    }

    /// <summary>All of a request is read, so that its sender gets to read the answer; only its head is wanted.</summary>
    private async Task<string> HeadAsync(NetworkStream stream)
    {
        var received = new StringBuilder();
        byte[] buffer = new byte[65536];
        while (true)
        {
            int count = await stream.ReadAsync(buffer, _over.Token);
            received.Append(Encoding.Latin1.GetString(buffer, 0, count));
            string text = received.ToString();
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (count == 0 || (end >= 0 && IsWhole(text, end)))
            {
                return end < 0 ? text : text[..end];
            }
        }
    }

    private static bool IsWhole(string text, int headEnd)
    {
        string[] lines = text[..headEnd].Split("\r\n");
        const string Length = "Content-Length: ";
        return lines.FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase)) is { } line
            ? text.Length - headEnd - 4 >= int.Parse(line[Length.Length..], System.Globalization.CultureInfo.InvariantCulture)
            : !lines.Contains("Transfer-Encoding: chunked", StringComparer.OrdinalIgnoreCase) || text.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }
}
