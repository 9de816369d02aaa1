using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Conductor.Benchmarks;

/// <summary>A sidecar in a process of its own, spoken to in raw frames, so that no client library is measured with it.</summary>
internal sealed class SidecarUnderTest : IAsyncDisposable
{
    private readonly Process _process;
    private int _requests;

    private SidecarUnderTest(Process process) => _process = process;

    /// <summary>The sidecars there are, the one that users get first.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static IReadOnlyList<(PublishMode Mode, string Path)> Executables { get; } = Find();

    /// <summary>The one that users get.</summary>
    /// <exception cref="InvalidOperationException">It has not been made.</exception>
    public static string ReadyToRun => Executables.FirstOrDefault(sidecar => sidecar.Mode == PublishMode.SelfContained).Path
        ?? throw new InvalidOperationException("There is no sidecar that was compiled ahead of time. Run npm run package first.");

    /// <summary>The most memory that the process has had, in MB of 10^6 bytes.</summary>
    public double PeakMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64 / 1e6;
        }
    }

    /// <summary>The process's memory, in MB of 10^6 bytes.</summary>
    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>Processor time of the process so far, of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one and returns with its answer to initialize.</summary>
    /// <param name="environment">Variables beside this process's own.</param>
    /// <param name="settings">JSON text.</param>
    public static async Task<SidecarUnderTest> StartAsync(
        string program, string workspace, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? environment = null, string settings = "{}")
    {
        // Beside a native program stands the engine, which is what an editor starts.
        string engine = Path.Combine(Path.GetDirectoryName(program) ?? "", "conductor-engine");
        var sidecar = new SidecarUnderTest(Start(File.Exists(engine) ? engine : program, environment ?? new Dictionary<string, string>(), "serve", "--stdio"));
        string root = new Uri(workspace).AbsoluteUri;
        string answer = await sidecar.AskAsync(
            "initialize", $$$"""{"processId":{{{Environment.ProcessId}}},"rootUri":"{{{root}}}","capabilities":{},"initializationOptions":{"trusted":true,"settings":{{{settings}}}} }""", cancellationToken);
        return answer.Contains("capabilities", StringComparison.Ordinal) ? sidecar : throw new InvalidOperationException($"The sidecar answered: {answer}");
    }

    /// <summary>A program with its standard streams in our hands; it finds the installed .NET where that is not in the system's usual place.</summary>
    public static Process Start(string program, params string[] arguments) => Start(program, new Dictionary<string, string>(), arguments);

    private static Process Start(string program, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
    }

    /// <summary>Sends a request and reads messages until its answer, which is returned as JSON text.</summary>
    /// <param name="parameters">JSON text.</param>
    public async Task<string> AskAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        string id = await SendAsync(method, parameters, cancellationToken);
        while (true)
        {
            string message = await ReadAsync(cancellationToken);
            if (message.Contains(id, StringComparison.Ordinal))
            {
                return message;
            }
        }
    }

    /// <summary>Sends a request whose answer is one of the messages that <see cref="ReadAsync"/> gives.</summary>
    /// <returns>What its answer contains and no other message.</returns>
    public async Task<string> SendAsync(string method, string parameters, CancellationToken cancellationToken)
    {
        int id = ++_requests;
        Stream input = _process.StandardInput.BaseStream;
        await input.WriteAsync(Frame(string.Create(CultureInfo.InvariantCulture, $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""")), cancellationToken);
        await input.FlushAsync(cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"\"id\":{id}");
    }

    /// <summary>The next message as JSON text.</summary>
    public Task<string> ReadAsync(CancellationToken cancellationToken) => ReadMessageAsync(_process.StandardOutput.BaseStream, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        // It ends when all it had to say is said, and that may be more than a pipe holds.
        await _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static (PublishMode Mode, string Path)[] Find()
    {
        string executable = OperatingSystem.IsWindows() ? "conductor.exe" : "conductor";
        (PublishMode Mode, string Path)[] found =
        [
            .. new[]
            {
                (PublishMode.SelfContained, Path.Combine(RepositoryFolders.Root, ".cache", "release", RuntimeInformation.RuntimeIdentifier, "publish", "server", executable)),
                (PublishMode.FrameworkDependent, Path.Combine(RepositoryFolders.Root, "extension", "dist", "server", executable)),
            }.Where(sidecar => File.Exists(sidecar.Item2)),
        ];
        return found.Length > 0 ? found : throw new InvalidOperationException("There is no sidecar to start. Run npm run package (what users get) or npm run build first.");
    }

    private static byte[] Frame(string content) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n\r\n{content}"));

    private static async Task<string> ReadMessageAsync(Stream output, CancellationToken cancellationToken)
    {
        int length = 0;
        while (await ReadHeaderLineAsync(output, cancellationToken) is { Length: > 0 } line)
        {
            const string Name = "Content-Length:";
            if (line.StartsWith(Name, StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line[Name.Length..], CultureInfo.InvariantCulture);
            }
        }

        byte[] content = new byte[length];
        await output.ReadExactlyAsync(content, cancellationToken);
        return Encoding.UTF8.GetString(content);
    }

    private static async Task<string> ReadHeaderLineAsync(Stream output, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await output.ReadAsync(one, cancellationToken) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
