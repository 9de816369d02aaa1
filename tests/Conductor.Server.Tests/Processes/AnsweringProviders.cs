using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace Conductor.Server.Tests.Processes;

/// <summary>The fake provider server of <c>tests/providers</c>, playing a script of the test's where a provider can; ends when the test does.</summary>
internal sealed class AnsweringProviders : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Process _process;
    private readonly string _address;

    private AnsweringProviders(Process process, int port) => (_process, _address) = (process, $"http://127.0.0.1:{port}");

    /// <summary>Starts it.</summary>
    /// <param name="script">The file that scenario <c>script</c> plays.</param>
    public static async Task<AnsweringProviders> StartAsync(string script)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(RepositoryFiles.Root, "tests", "providers", "server.mjs"), "--script", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        string line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The fake provider server ended at once.");
        return new AnsweringProviders(process, JsonElement.Parse(line).GetProperty("port").GetInt32());
    }

    /// <summary>The base address of a provider.</summary>
    public string AddressOf(PlantedKey planted) => $"{_address}/{planted.Provider}/{planted.Scenario}{planted.Path}";

    /// <summary>Everything that a provider has received, as JSON text.</summary>
    public Task<string> ReceivedAsync(PlantedKey planted) => Http.GetStringAsync(new Uri($"{_address}/__requests/{planted.Provider}"), TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }
}
