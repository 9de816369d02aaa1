using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conductor.Benchmarks;

/// <summary>
/// Streams answers as Gemini does, in a process of its own, so that what it takes is not measured: <c>Conductor.Benchmarks serve-stream</c>.
/// The model's name says what comes: <c>stream-CHUNKS-PAUSE</c>, PAUSE in milliseconds between chunks or <c>burst</c> for all in one write, and a finish
/// call at the end.
/// </summary>
internal static class ModelStreamServer
{
    /// <summary>The argument that makes this process one.</summary>
    public const string Argument = "serve-stream";

    /// <summary>Any key will do.</summary>
    public const string Key = "key-for-the-benchmark";

    private const string BurstPace = "burst";
    private const string Words = "reads the file, finds the method that rounds twice, and writes ";

    /// <summary>Serves until standard input ends. Prints its port on a line.</summary>
    public static async Task<int> RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.Out.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
        using var closing = new CancellationTokenSource();
        Task accepting = AcceptAsync(listener, closing.Token);
        await Console.In.ReadToEndAsync();
        await closing.CancelAsync();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    /// <summary>The name of a model whose answers come in so many chunks, each in a write of its own.</summary>
    /// <param name="pause">Milliseconds between them.</param>
    public static string Model(int chunks, int pause = 0) => string.Create(CultureInfo.InvariantCulture, $"stream-{chunks}-{pause}");

    /// <summary>The name of a model whose answers come in one write.</summary>
    public static string BurstModel(int chunks) => string.Create(CultureInfo.InvariantCulture, $"stream-{chunks}-{BurstPace}");

    /// <summary>The body's bytes for so many chunks, as the client reads them.</summary>
    public static long BodyLength(int chunks) => (long)chunks * Event(TextChunk(0)).Length + Event(LastChunk(chunks)).Length;

    private static async Task AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (true)
        {
            TcpClient client = await listener.AcceptTcpClientAsync(cancellationToken);
            client.NoDelay = true;
            _ = Task.Run(() => ServeAsync(client, cancellationToken), cancellationToken);
        }
    }

    private static async Task ServeAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await ReadRequestAsync(stream, cancellationToken) is { } request)
                {
                    await AnswerAsync(stream, request, cancellationToken);
                }
            }
            catch (IOException)
            {
                // The client has gone; that is how a measurement ends.
            }
        }
    }

    /// <summary>The request line; null when the client has closed.</summary>
    private static async Task<string?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n");
        string? length = lines.FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        byte[] body = new byte[length is null ? 0 : int.Parse(length["Content-Length:".Length..], CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, cancellationToken);
        return lines[0];
    }

    private static async Task AnswerAsync(NetworkStream stream, string request, CancellationToken cancellationToken)
    {
        (int chunks, int? pause) = Plan(request);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), cancellationToken);
        byte[] text = Event(TextChunk(0));
        if (pause is null)
        {
            await stream.WriteAsync(Framed([.. Enumerable.Repeat(text, chunks).SelectMany(bytes => bytes)]), cancellationToken);
        }

        byte[] framed = Framed(text);
        for (int chunk = 0; pause is not null && chunk < chunks; chunk++)
        {
            await stream.WriteAsync(framed, cancellationToken);
            if (pause > 0)
            {
                await Task.Delay(pause.Value, cancellationToken);
            }
        }

        await stream.WriteAsync(Framed(Event(LastChunk(chunks))), cancellationToken);
        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    /// <summary>Chunks, and milliseconds between them; null for all in one write. From a path such as <c>/v1beta/models/stream-1000-5:streamGenerateContent</c>.</summary>
    private static (int Chunks, int? Pause) Plan(string request)
    {
        const string Mark = "stream-";
        int start = request.IndexOf(Mark, StringComparison.Ordinal);
        if (start < 0)
        {
            throw new InvalidOperationException($"No model stream-CHUNKS-PAUSE is named: {request}");
        }

        string[] numbers = request[(start + Mark.Length)..].Split(':')[0].Split('-');
        return (int.Parse(numbers[0], CultureInfo.InvariantCulture), numbers[1] == BurstPace ? null : int.Parse(numbers[1], CultureInfo.InvariantCulture));
    }

    private static byte[] Framed(byte[] content) =>
        [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{content.Length:X}\r\n")), .. content, .. "\r\n"u8];

    private static byte[] Event(string json) => Encoding.UTF8.GetBytes($"data: {json}\r\n\r\n");

    private static string TextChunk(int tokens) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"candidates":[{"content":{"parts":[{"text":"{{{{Words}}}}"}],"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":1200,"candidatesTokenCount":{{{{tokens}}}},"totalTokenCount":{{{{1200 + tokens}}}}},"modelVersion":"stream","responseId":"bench"}""");

    private static string LastChunk(int chunks) => string.Create(
        CultureInfo.InvariantCulture,
        $$$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"finish","args":{"verdict":"completed","summary":"Done."}}}],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":1200,"candidatesTokenCount":{{{{chunks * 12}}}},"totalTokenCount":{{{{1200 + (chunks * 12)}}}}},"modelVersion":"stream","responseId":"bench"}""");
}
