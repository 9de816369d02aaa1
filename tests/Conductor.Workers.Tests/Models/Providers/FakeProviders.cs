using System.Diagnostics;
using System.Text.Json;
using Conductor.Workers.Tests.Models.Providers;
using Xunit;

[assembly: AssemblyFixture(typeof(FakeProviders))]

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>
/// The fake provider server of <c>tests/providers</c> as a child process: started by the first test that asks for it, ended with the last.
/// Safe for tests that run side by side.
/// </summary>
public sealed class FakeProviders : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    // Guarded by the gate; null until a test asks for it.
    private Task<(Process Process, Uri Address)>? _server;

    /// <summary>Without a time limit of its own, as providers are given them; an answer that is left is not read to its end.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A session that no other test sees.</summary>
    public async Task<FakeSession> SessionAsync() => new(Http, (await ServerAsync()).Address, Guid.NewGuid().ToString("N"));

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_server is not { IsCompletedSuccessfully: true } server)
        {
            return;
        }
        using var process = (await server).Process;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
        }
    }

    private Task<(Process Process, Uri Address)> ServerAsync()
    {
        lock (_gate)
        {
            return _server ??= StartAsync();
        }
    }

    private static async Task<(Process Process, Uri Address)> StartAsync()
    {
        var start = new ProcessStartInfo("node", [Path.Combine(RepositoryFolder(), "tests", "providers", "server.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        using var limit = new CancellationTokenSource(StartLimit);
        var line = await process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException("The fake provider server ended at once. Run `node tests/providers/server.mjs` to see why.");
        return (process, new Uri($"http://127.0.0.1:{JsonElement.Parse(line).GetProperty("port").GetInt32()}"));
    }

    private static string RepositoryFolder()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Conductor.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The repository was not found above the tests.");
        }
        return folder;
    }
}
