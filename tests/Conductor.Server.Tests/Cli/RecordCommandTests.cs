using System.Text.Json;
using Conductor.Workers.Models;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class RecordCommandTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    [Fact]
    public async Task A_run_is_recorded_beside_the_person_and_replays_the_same()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult record = await workspace.InvokeAsync("record");

        Assert.Equal((0, ""), (record.ExitCode, record.Output));
        Assert.Contains("Replay it in a fresh copy", record.Error, StringComparison.Ordinal);
        string script = await File.ReadAllTextAsync(workspace.PathOf("track.script.json"), TestContext.Current.CancellationToken);
        using var copy = new CliWorkspace(OneTicket, script);
        CliResult replay = await copy.RunTrackAsync("--approve", "all", "--jsonl");
        Assert.Equal(0, replay.ExitCode);
        Assert.Equal("made", await File.ReadAllTextAsync(copy.PathOf("out.txt"), TestContext.Current.CancellationToken));
        Assert.Equal((await workspace.InvokeAsync("usage", "--json")).Output, (await copy.InvokeAsync("usage", "--json")).Output);
    }

    [Fact]
    public async Task A_file_that_is_there_is_written_over_only_when_told_so()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");
        workspace.Write("mine.json", "precious");

        CliResult refused = await workspace.InvokeAsync("record", "--output", "mine.json");
        string kept = await File.ReadAllTextAsync(workspace.PathOf("mine.json"), TestContext.Current.CancellationToken);
        CliResult forced = await workspace.InvokeAsync("record", "track", "--output", "mine.json", "--force");

        Assert.Equal((1, "precious"), (refused.ExitCode, kept));
        Assert.Contains("--force", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, forced.ExitCode);
        Assert.NotNull(ScriptReader.Read(await File.ReadAllTextAsync(workspace.PathOf("mine.json"), TestContext.Current.CancellationToken), out _));
    }

    [Fact]
    public async Task Standard_output_gets_the_script_and_nothing_else()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult record = await workspace.InvokeAsync("record", "--output", "-");

        Assert.Equal(
            ["write_file", "finish"],
            JsonElement.Parse(record.Output).GetProperty("T-1").EnumerateArray().Select(turn => turn.GetProperty("toolCalls")[0].GetProperty("name").GetString()));
        Assert.False(File.Exists(workspace.PathOf("track.script.json")));
    }

    [Fact]
    public async Task After_a_run_that_asked_no_model_the_last_one_that_did_is_recorded_and_it_says_so()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");
        string before = (await workspace.InvokeAsync("record", "--output", "-")).Output;
        await workspace.RunTrackAsync("--approve", "all");

        CliResult record = await workspace.InvokeAsync("record", "--output", "-");

        Assert.Equal((0, before), (record.ExitCode, record.Output));
        Assert.StartsWith("In the latest run no model was asked, so this is the last one in which one was: it began at ", record.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_an_earlier_run_had_done_is_recorded_too_and_it_says_so()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");
        workspace.Write("track.json", OneTicket.TrimEnd(']') + """, { "id": "T-2", "description": "Write it again." }]""");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult record = await workspace.InvokeAsync("record", "--output", "-");

        Assert.Contains("\"T-2\"", record.Output, StringComparison.Ordinal);
        Assert.Contains("\"T-1\"", record.Output, StringComparison.Ordinal);
        Assert.StartsWith("T-1 was done in an earlier run, and is recorded as that ended, because a replay begins with nothing done.", record.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_track_is_named_one_in_which_no_model_was_asked_does_not_stand_before_another()
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");
        workspace.Write("done.json", """[{ "id": "T-1", "description": "Done.", "status": "completed" }]""");
        await workspace.InvokeAsync("run", "done.json", "--model", "script:script.json", "--approve", "all");

        CliResult record = await workspace.InvokeAsync("record", "--output", "-");

        Assert.Contains("write_file", record.Output, StringComparison.Ordinal);
        Assert.Equal("done.json ran last, and no model was asked in any run of it, so this is a run of track.json.\n", record.Error);
    }

    [Theory]
    [InlineData("--approve", "none", "In no run of track.json was a model asked")]
    [InlineData("--model", "script:no.json", "Nothing has been run")]
    public async Task Where_there_is_nothing_to_record_it_says_what_to_do(string option, string value, string expected)
    {
        using var workspace = new CliWorkspace(OneTicket);
        await workspace.InvokeAsync(["run", "track.json", .. value == "none" ? ["--model", "script:script.json"] : Array.Empty<string>(), option, value]);

        CliResult record = await workspace.InvokeAsync("record");

        Assert.Equal(1, record.ExitCode);
        Assert.Contains(expected, record.Error, StringComparison.Ordinal);
        Assert.Contains("conductor run", record.Error, StringComparison.Ordinal);
    }
}
