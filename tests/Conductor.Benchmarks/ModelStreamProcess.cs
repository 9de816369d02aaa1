using System.Diagnostics;
using System.Globalization;

namespace Conductor.Benchmarks;

/// <summary>A <see cref="ModelStreamServer"/> in a process of its own; ends with this.</summary>
internal sealed class ModelStreamProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ModelStreamProcess(Process process, int port)
    {
        _process = process;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    /// <summary>The base address that a client is given.</summary>
    public Uri Address { get; }

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<ModelStreamProcess> StartAsync(CancellationToken cancellationToken)
    {
        string self = Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own path.");
        string[] arguments = Path.GetFileNameWithoutExtension(self) == "dotnet"
            ? [typeof(ModelStreamProcess).Assembly.Location, ModelStreamServer.Argument]
            : [ModelStreamServer.Argument];
        Process process = SidecarUnderTest.Start(self, arguments);
        string? line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        return int.TryParse(line, CultureInfo.InvariantCulture, out int port)
            ? new ModelStreamProcess(process, port)
            : throw new InvalidOperationException("The server of streams did not start.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
