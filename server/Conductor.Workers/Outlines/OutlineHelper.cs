using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Conductor.Workers.Processes;

namespace Conductor.Workers.Outlines;

/// <summary>One running helper: a Node process that answers a line with a line. For one request at a time.</summary>
internal sealed class OutlineHelper : IAsyncDisposable
{
    private const int KeptErrorCharacters = 2_000;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task _readingErrors;

    private OutlineHelper(Process process)
    {
        _process = process;
        _readingErrors = ReadErrorsAsync();
    }

    /// <summary>The process, for tests that look whether it is gone.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts it. It is there, but not ready before <see cref="ReadyAsync"/>.</summary>
    /// <returns>Null when there is no such program.</returns>
    public static OutlineHelper? Start(OutlineSetup setup)
    {
        var start = new ProcessStartInfo(setup.Program, [setup.Script])
        {
            // Not the workspace: nothing that lies there is found by Node.
            WorkingDirectory = Path.GetDirectoryName(setup.Script),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        CommandEnvironment.Apply(start.Environment);
        // The editor's program is Node only when it is told so; Node itself does not look at it.
        start.Environment["ELECTRON_RUN_AS_NODE"] = "1";
        try
        {
            return Process.Start(start) is { } process ? new OutlineHelper(process) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Waits for its first line.</summary>
    /// <exception cref="IOException">It ended before.</exception>
    public async Task ReadyAsync(CancellationToken cancellationToken)
    {
        while (!(await NextAsync(cancellationToken)).Ready)
        {
        }
    }

    /// <summary>Asks for one text.</summary>
    /// <exception cref="IOException">It ended, or said what is no answer.</exception>
    public async Task<OutlineAnswer> AskAsync(OutlineRequest request, CancellationToken cancellationToken)
    {
        var line = JsonSerializer.Serialize(request, OutlineJson.Default.OutlineRequest);
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellationToken);
        await _process.StandardInput.FlushAsync(cancellationToken);
        while (true)
        {
            if (await NextAsync(cancellationToken) is var answer && answer.Id == request.Id)
            {
                return answer;
            }
        }
    }

    /// <summary>Ends it: by closing its input, and by its id if that is not enough.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(EndLimit);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException)
        {
            Kill();
            await _process.WaitForExitAsync();
        }
        await _readingErrors;
        _process.Dispose();
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself meanwhile.
        }
    }

    private async Task<OutlineAnswer> NextAsync(CancellationToken cancellationToken)
    {
        if (await _process.StandardOutput.ReadLineAsync(cancellationToken) is not { } line)
        {
            await _readingErrors.WaitAsync(cancellationToken);
            throw new IOException(LastError());
        }
        try
        {
            return JsonSerializer.Deserialize(line, OutlineJson.Default.OutlineAnswer) ?? throw new IOException("It said nothing in a line.");
        }
        catch (JsonException exception)
        {
            throw new IOException("It said what is no answer.", exception);
        }
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Length > KeptErrorCharacters ? line[..KeptErrorCharacters] : line);
                _errors.Remove(0, Math.Max(0, _errors.Length - KeptErrorCharacters));
            }
        }
    }

    /// <summary>The line of the error output that says most: that of the error itself, if there is one.</summary>
    private string LastError()
    {
        lock (_errors)
        {
            var lines = _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return Array.Find(lines, line => line.Contains("Error:", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "It said nothing.";
        }
    }
}
