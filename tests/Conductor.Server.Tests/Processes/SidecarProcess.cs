using System.Diagnostics;
using System.Globalization;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Processes;

/// <summary>The built executable, as an editor starts it. Killed when the test ends, if it has not ended by then.</summary>
internal sealed class SidecarProcess : IAsyncDisposable
{
    private readonly Process _process;

    /// <summary>Starts <c>conductor serve --stdio</c>, with a log of what scripted models are asked.</summary>
    public SidecarProcess(TestWorkspace workspace, params string[] options)
        : this(["serve", "--stdio", "--script-log", workspace.ScriptLog, .. options])
    {
    }

    private SidecarProcess(string[] arguments, IReadOnlyDictionary<string, string?>? environment = null, string name = "conductor")
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string variable, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[variable] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Errors = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    /// <summary>Starts exactly what an editor starts, which goes past the command line.</summary>
    /// <param name="environment">Beside the test's own; null takes a variable out.</param>
    public static SidecarProcess OfEditor(IReadOnlyDictionary<string, string?>? environment = null) => new(["serve", "--stdio"], environment);

    /// <summary>Starts a command of the command line.</summary>
    public static SidecarProcess OfTerminal(IReadOnlyDictionary<string, string?> environment, params string[] arguments) => new(arguments, environment);

    /// <summary>Starts the suite of <c>npm run test:live</c>.</summary>
    public static SidecarProcess OfLiveSuite(IReadOnlyDictionary<string, string?> environment, params string[] arguments) => new(arguments, environment, "Conductor.Live");

    public int Id => _process.Id;

    /// <summary>Ended with this code.</summary>
    public int ExitCode => _process.ExitCode;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it wrote to standard error, once it has ended and nobody else holds that pipe.</summary>
    public Task<string> Errors { get; }

    /// <summary>A client over its standard streams.</summary>
    public WireClient Connect() => new(Input, Output);

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it wrote to standard output, and to standard error.</returns>
    public async Task<(string Output, string Errors)> ReadToEndAsync()
    {
        using var reader = new StreamReader(Output);
        string output = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        string errors = await Errors;
        await EndsAsync();
        return (output, errors);
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>How long that took from now.</returns>
    public async Task<TimeSpan> EndsAsync()
    {
        long begun = Stopwatch.GetTimestamp();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        TestContext.Current.SendDiagnosticMessage(string.Create(CultureInfo.InvariantCulture, $"ended after {took.TotalMilliseconds:0} ms"));
        return took;
    }

    /// <summary>Kills it as a crash would: nothing gets to tidy up, and its children live on.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(Notifications.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
