using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;

namespace Conductor.Benchmarks;

/// <summary>
/// Eight workers of a real sidecar that stream answers at once, while another track of the same folder is paused and resumed: how long its
/// <c>conductor/track/changed</c> takes to come, and how much processor time the engine takes.
/// </summary>
internal sealed class StreamingRun : IAsyncDisposable
{
    public const int Workers = 8;

    private const string Streams = ".conductor/tracks/streams.track.json";
    private const string Other = ".conductor/tracks/other.track.json";
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(20);

    private readonly SidecarUnderTest _sidecar;
    private readonly string _workspace;
    private readonly bool _isProbed;
    private readonly Channel<long> _changes = Channel.CreateUnbounded<long>();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly List<double> _latencies = [];
    private int _outputs;

    private StreamingRun(SidecarUnderTest sidecar, string workspace, bool isProbed) => (_sidecar, _workspace, _isProbed) = (sidecar, workspace, isProbed);

    /// <summary>What a run took.</summary>
    /// <param name="Processor">Processor milliseconds of the engine from before the run to its end.</param>
    /// <param name="Latencies">Milliseconds from a command until the change that it made was told; empty when it was not asked for.</param>
    /// <param name="Outputs">Messages with output of workers.</param>
    /// <param name="Seconds">How long the run took.</param>
    public sealed record Result(double Processor, IReadOnlyList<double> Latencies, int Outputs, double Seconds);

    /// <summary>Runs one ticket per worker with this model to its end.</summary>
    /// <param name="isProbed">Whether latencies are measured meanwhile.</param>
    /// <exception cref="InvalidOperationException">The run did not end well.</exception>
    public static async Task<Result> OfAsync(Uri address, string model, bool isProbed, CancellationToken cancellationToken)
    {
        string workspace = RepositoryFolders.NewTemporary();
        Directory.CreateDirectory(Path.Combine(workspace, ".conductor", "tracks"));
        await WriteAsync(workspace, Streams, model, Workers, cancellationToken);
        await WriteAsync(workspace, Other, model, tickets: 1, cancellationToken);
        var environment = new Dictionary<string, string> { ["GOOGLE_GEMINI_BASE_URL"] = address.AbsoluteUri, ["GOOGLE_API_KEY"] = ModelStreamServer.Key };
        SidecarUnderTest sidecar = await SidecarUnderTest.StartAsync(
            SidecarUnderTest.Executables[0].Path, workspace, cancellationToken, environment, $$"""{"maxParallel":{{Workers}}}""");
        await using var run = new StreamingRun(sidecar, workspace, isProbed);
        return await run.MeasureAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _sidecar.DisposeAsync();
        _sending.Dispose();
        Directory.Delete(_workspace, recursive: true);
    }

    private static Task WriteAsync(string workspace, string path, string model, int tickets, CancellationToken cancellationToken) => File.WriteAllTextAsync(
        Path.Combine(workspace, path),
        JsonSerializer.Serialize(new
        {
            description = "Streams.",
            tickets = Enumerable.Range(1, tickets).Select(number => new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"T-{number}"),
                description = "Say much.",
                model = "gemini:" + model,
            }),
        }),
        cancellationToken);

    private async Task<Result> MeasureAsync(CancellationToken cancellationToken)
    {
        foreach (string track in (string[])[Streams, Other])
        {
            await _sidecar.AskAsync("conductor/track/open", $$"""{"path":"{{track}}"}""", cancellationToken);
        }

        TimeSpan before = _sidecar.ProcessorTime;
        long start = Stopwatch.GetTimestamp();
        await SendAsync("conductor/track/run", $$"""{"trackId":"{{Other}}","autoQueue":true}""", cancellationToken);
        await SendAsync("conductor/track/run", $$"""{"trackId":"{{Streams}}","autoQueue":true,"maxParallel":{{Workers}}}""", cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? probing = null;
        while (true)
        {
            using JsonDocument message = JsonDocument.Parse(await _sidecar.ReadAsync(cancellationToken));
            if (await TakeAsync(message.RootElement, cancellationToken) is { } status)
            {
                await ended.CancelAsync();
                await (probing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return status == "done"
                    ? new Result((_sidecar.ProcessorTime - before).TotalMilliseconds, [.. _latencies], _outputs, Stopwatch.GetElapsedTime(start).TotalSeconds)
                    : throw new InvalidOperationException($"The run of streams is {status}.");
            }

            if (_isProbed && _outputs >= Workers)
            {
                probing ??= ProbeAsync(ended.Token);
            }
        }
    }

    /// <returns>The status of the run of streams when that is an end.</returns>
    private async Task<string?> TakeAsync(JsonElement message, CancellationToken cancellationToken)
    {
        if (message.TryGetProperty("error", out JsonElement error))
        {
            throw new InvalidOperationException($"The sidecar refused: {error}");
        }

        string? method = message.TryGetProperty("method", out JsonElement named) ? named.GetString() : null;
        JsonElement parameters = message.TryGetProperty("params", out JsonElement given) ? given : default;
        switch (method)
        {
            case "conductor/worker/output":
                _outputs++;
                return null;
            case "conductor/approval/requested" when parameters.GetProperty("trackId").GetString() == Streams:
                await SendAsync(
                    "conductor/approval/decide",
                    $$"""{"approvalId":{{parameters.GetProperty("approvalId").GetRawText()}},"decision":"approve","shownHash":{{parameters.GetProperty("shownHash").GetRawText()}}}""",
                    cancellationToken);
                return null;
            case "conductor/track/changed" when parameters.GetProperty("trackId").GetString() == Other:
                await _changes.Writer.WriteAsync(Stopwatch.GetTimestamp(), cancellationToken);
                return null;
            case "conductor/track/changed":
                return parameters.GetProperty("status").GetString() is "done" or "blocked" or "failed" or "paused" or "cancelled"
                    ? parameters.GetProperty("status").GetString()
                    : null;
            default:
                return null;
        }
    }

    private async Task ProbeAsync(CancellationToken cancellationToken)
    {
        for (bool isPaused = false; ; isPaused = !isPaused)
        {
            await Task.Delay(BetweenProbes, cancellationToken);
            while (_changes.Reader.TryRead(out _))
            {
                // What came of the command before is not what is waited for.
            }

            long start = Stopwatch.GetTimestamp();
            await SendAsync(isPaused ? "conductor/track/resume" : "conductor/track/pause", $$"""{"trackId":"{{Other}}"}""", cancellationToken);
            long told = await _changes.Reader.ReadAsync(cancellationToken);
            _latencies.Add(Stopwatch.GetElapsedTime(start, told).TotalMilliseconds);
        }
    }

    private async Task SendAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _sidecar.SendAsync(method, parameters, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }
}
