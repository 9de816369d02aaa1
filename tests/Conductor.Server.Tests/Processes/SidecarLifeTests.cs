using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Processes;

public sealed class SidecarLifeTests : IDisposable
{
    /// <summary>Two seconds are promised; the rest is for a machine that is busy with other tests.</summary>
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(4);

    private readonly TestWorkspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Standard_output_carries_frames_and_nothing_else()
    {
        await using var sidecar = SidecarProcess.OfEditor();
        Task<byte[]> output = ReadToEndAsync(sidecar.Output);
        await SendAsync(sidecar.Input, """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":"ROOT"}}""".Replace("ROOT", new Uri(_workspace.Root).AbsoluteUri, StringComparison.Ordinal));
        await SendAsync(sidecar.Input, """{"jsonrpc":"2.0","id":2,"method":"conductor/track/list","params":{}}""");
        await SendAsync(sidecar.Input, """{"jsonrpc":"2.0","id":3,"method":"shutdown"}""");
        await SendAsync(sidecar.Input, """{"jsonrpc":"2.0","method":"exit"}""");

        await sidecar.EndsAsync();
        List<JsonElement> frames = FramesOf(await output);

        Assert.Equal(0, sidecar.ExitCode);
        JsonElement[] answers = [.. frames.Where(frame => frame.TryGetProperty("id", out _)).OrderBy(frame => frame.GetProperty("id").GetInt32())];
        Assert.Equal([1, 2, 3], answers.Select(answer => answer.GetProperty("id").GetInt32()));
        Assert.Equal("Conductor", answers[0].GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
    }

    [Fact]
    public async Task It_ends_when_standard_input_closes()
    {
        await using var sidecar = SidecarProcess.OfEditor();
        using WireClient client = sidecar.Connect();
        await client.InitializeAsync(_workspace.Root);

        sidecar.Input.Close();

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
        Assert.Equal(0, sidecar.ExitCode);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    [InlineData("HUP")]
    public async Task It_winds_down_when_the_system_asks_it_to_end(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        await using var sidecar = SidecarProcess.OfEditor();
        using WireClient client = sidecar.Connect();
        await client.InitializeAsync(_workspace.Root);

        using Process kill = Process.Start("kill", ["-" + signal, sidecar.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
        Assert.Equal(0, sidecar.ExitCode);
    }

    [Fact]
    public async Task It_ends_when_the_client_says_exit()
    {
        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await client.InitializeAsync(_workspace.Root);

        await client.TellAsync("exit");

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
    }

    [Fact]
    public async Task It_ends_when_the_process_named_on_its_command_line_is_gone()
    {
        using Process editor = StandIn();
        await using var sidecar = new SidecarProcess(_workspace, "--clientProcessId", editor.Id.ToString(CultureInfo.InvariantCulture));
        using WireClient client = sidecar.Connect();
        await client.InitializeAsync(_workspace.Root);

        editor.Kill();
        await editor.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
    }

    [Fact]
    public async Task It_ends_when_the_process_that_introduced_itself_is_gone()
    {
        using Process editor = StandIn();
        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await client.InitializeAsync(_workspace.Root, processId: editor.Id);

        editor.Kill();
        await editor.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
    }

    [Fact]
    public async Task It_ends_with_its_commands_and_whatever_they_left_in_the_background()
    {
        string pidFile = _workspace.At("pid");
        _workspace.WriteTrack(new { id = "A", description = "First." });
        _workspace.WriteScriptOfCalls(TestWorkspace.Call(
            "run_command", new { command = $"trap '' TERM; (trap '' TERM; sleep 600) & echo $! > {pidFile}.new; mv {pidFile}.new {pidFile}; wait" }));
        await using var sidecar = new SidecarProcess(_workspace);
        using WireClient client = sidecar.Connect();
        await new RunningTrack(client, _workspace).StartAsync();
        int child = await ProcessFiles.PidInAsync(pidFile);

        sidecar.Input.Close();

        Assert.InRange(await sidecar.EndsAsync(), TimeSpan.Zero, EndLimit);
        Assert.False(ProcessFiles.IsAlive(child));
        await sidecar.Errors.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
    }

    private static Process StandIn() =>
        Process.Start(new ProcessStartInfo("sleep", ["600"])) ?? throw new InvalidOperationException("sleep did not start.");

    private static async Task SendAsync(Stream input, string message)
    {
        byte[] body = Encoding.UTF8.GetBytes(message);
        await input.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {body.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
        await input.WriteAsync(body, TestContext.Current.CancellationToken);
        await input.FlushAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        return all.ToArray();
    }

    /// <summary>Takes the bytes apart, every one of them.</summary>
    private static List<JsonElement> FramesOf(byte[] bytes)
    {
        var frames = new List<JsonElement>();
        int start = 0;
        while (start < bytes.Length)
        {
            int end = bytes.AsSpan(start).IndexOf("\r\n\r\n"u8);
            Assert.True(end > 0, $"No frame begins at byte {start} of {bytes.Length}.");
            string header = Encoding.ASCII.GetString(bytes, start, end).Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
            int length = int.Parse(header["Content-Length: ".Length..], CultureInfo.InvariantCulture);
            frames.Add(JsonElement.Parse(bytes.AsSpan(start + end + 4, length)));
            start += end + 4 + length;
        }

        return frames;
    }
}
