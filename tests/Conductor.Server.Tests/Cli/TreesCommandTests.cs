using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>The working trees of a real repository, from a terminal.</summary>
public sealed class TreesCommandTests : IDisposable
{
    private const string WritesAndBlocks = """
        { "*": [
            { "text": "", "toolCalls": [{ "name": "write_file", "arguments": { "path": "a.txt", "content": "half" } }] },
            { "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "blocked", "summary": "Half of it.", "kind": "needsAccess", "reason": "No access." } }] } ] }
        """;

    private readonly CliWorkspace _workspace = new("""[{ "id": "A", "description": "Write." }]""", WritesAndBlocks);

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Where_no_ticket_has_a_tree_that_is_said()
    {
        CliResult trees = await _workspace.InvokeAsync("trees");

        Assert.Equal((0, "No ticket has a working tree.", ""), (trees.ExitCode, trees.Output.Trim(), trees.Error));
    }

    [Fact]
    public async Task What_has_not_landed_is_shown_discarded_kept_and_had_again()
    {
        await _workspace.Committed().RunTrackAsync("--approve", "all");

        CliResult shown = await _workspace.InvokeAsync("trees");
        CliResult unknown = await _workspace.InvokeAsync("trees", "--discard", "track.json/Z");
        CliResult discard = await _workspace.InvokeAsync("trees", "--discard", "track.json/A");
        string kept = Regex.Match(discard.Output, @"refs/conductor/discarded/\S+").Value;
        CliResult after = await _workspace.InvokeAsync("trees");
        CliResult restore = await _workspace.InvokeAsync("trees", "--restore", kept, "--branch", "saved");

        Assert.Contains("not landed", shown.Output, StringComparison.Ordinal);
        Assert.Equal((1, true), (unknown.ExitCode, unknown.Error.Contains("There are those of track.json/A. Discard one with: conductor trees --discard track.json/A", StringComparison.Ordinal)));
        Assert.Equal((0, ""), (discard.ExitCode, discard.Error));
        Assert.DoesNotContain("not landed", after.Output, StringComparison.Ordinal);
        Assert.Contains(kept, after.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (restore.ExitCode, restore.Error));
        Assert.Equal("half", _workspace.Git("show", "saved:a.txt"));
        Assert.DoesNotContain("saved", after.Output, StringComparison.Ordinal);
        Assert.Matches($@"{kept}\s+\S+\s+saved", (await _workspace.InvokeAsync("trees")).Output);
    }

    [Fact]
    public async Task What_an_earlier_attempt_left_stands_under_a_heading_of_its_own()
    {
        await _workspace.Committed().RunTrackAsync("--approve", "all");
        const string Kept = "refs/conductor/kept/2026-11-02/track/a/0123456789ab";
        _workspace.Git("update-ref", Kept, "HEAD");
        await _workspace.InvokeAsync("trees", "--discard", "track.json/A");

        string[] lines = (await _workspace.InvokeAsync("trees")).Output.ReplaceLineEndings("\n").Split('\n');

        int discarded = Array.FindIndex(lines, line => line.StartsWith("Discarded, and kept for 30 days", StringComparison.Ordinal));
        int kept = Array.FindIndex(lines, line => line.StartsWith("Of earlier attempts that a later one took the place of, kept for 30 days", StringComparison.Ordinal));
        Assert.Contains("refs/conductor/discarded/", lines[discarded + 2], StringComparison.Ordinal);
        Assert.Contains(Kept, lines[kept + 2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_discarded_and_had_again_is_said_in_json_where_that_is_asked_for()
    {
        await _workspace.Committed().RunTrackAsync("--approve", "all");

        CliResult discard = await _workspace.InvokeAsync("trees", "--discard", "track.json/A", "--json");
        JsonElement gone = discard.Events[0].GetProperty("discarded")[0];
        CliResult restore = await _workspace.InvokeAsync("trees", "--restore", gone.GetProperty("keptAs").GetString() ?? "", "--branch", "saved", "--json");

        Assert.Equal(("A", 1), (gone.GetProperty("ticketId").GetString(), gone.GetProperty("attempt").GetInt32()));
        Assert.Equal(("saved", _workspace.Git("rev-parse", "saved")), (restore.Events[0].GetProperty("branch").GetString(), restore.Events[0].GetProperty("commit").GetString()));
    }

    [Fact]
    public async Task A_tree_whose_work_waits_to_land_is_not_discarded()
    {
        _workspace.Write("script.json", CliWorkspace.WritesAndFinishes);
        await _workspace.Committed().RunTrackAsync("--approve", "all");

        CliResult discard = await _workspace.InvokeAsync("trees", "--discard", "track.json/A");
        CliResult json = await _workspace.InvokeAsync("trees", "--json");

        Assert.Equal(1, discard.ExitCode);
        Assert.Contains("still needs its working tree", discard.Error, StringComparison.Ordinal);
        JsonElement tree = json.Events[0].GetProperty("trees")[0];
        Assert.Equal(("inUse", "awaitingLanding"), (tree.GetProperty("state").GetString(), tree.GetProperty("ticketState").GetString()));
        Assert.Contains("waits to land", (await _workspace.InvokeAsync("trees")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_discarded_and_what_was_not_is_said_where_only_a_part_could_be()
    {
        await _workspace.Committed().RunTrackAsync("--approve", "all");
        _workspace.Write("script.json", CliWorkspace.WritesAndFinishes);
        await _workspace.RunTrackAsync("--approve", "all");

        CliResult discard = await _workspace.InvokeAsync("trees", "--discard", "track.json/A", "--json");

        Assert.Equal(1, discard.ExitCode);
        Assert.Equal(1, Assert.Single(discard.Events[0].GetProperty("discarded").EnumerateArray()).GetProperty("attempt").GetInt32());
        Assert.Matches(@"^A still needs its working tree \S+--2: its work waits to land\. Reject it with: conductor land track\.json --reject A\r?\nThen", discard.Error);
    }

    [Fact]
    public async Task A_tree_is_named_in_the_way_that_finds_it_whatever_was_wrong_with_the_name()
    {
        _workspace.Write("track.json", """{ "id": "tiny", "tickets": [{ "id": "A", "description": "Write." }] }""");
        await _workspace.Committed().RunTrackAsync("--approve", "all");
        string elsewhere = Directory.CreateDirectory(_workspace.PathOf("elsewhere")).FullName;

        foreach (string wrong in (string[])["A", "tiny/Z", "other/A"])
        {
            CliResult unknown = await _workspace.InvokeInAsync(elsewhere, "trees", "--discard", wrong, "--workspace", _workspace.Root);
            Assert.Equal(1, unknown.ExitCode);
            Assert.Contains($"There are those of tiny/A. Discard one with: conductor trees --discard tiny/A --workspace {_workspace.Root}", unknown.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await _workspace.InvokeAsync("trees", "--discard", "tiny/A")).ExitCode);
    }

    [Theory]
    [InlineData("--restore", "refs/conductor/discarded/x")]
    [InlineData("--branch", "saved")]
    public async Task What_goes_together_is_asked_for(params string[] options)
    {
        CliResult refused = await _workspace.InvokeAsync(["trees", .. options]);

        Assert.Equal(64, refused.ExitCode);
        Assert.Contains("go together", refused.Error, StringComparison.Ordinal);
    }
}
