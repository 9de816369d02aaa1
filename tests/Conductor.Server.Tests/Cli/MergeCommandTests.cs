using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What has landed, merged into the person's branch from a terminal.</summary>
public sealed class MergeCommandTests : LandingCliTestBase
{
    [Fact]
    public async Task Three_tickets_at_a_time_land_by_themselves_and_the_files_come_with_the_merge()
    {
        CliWorkspace workspace = Begin(
            """[{ "id": "A", "description": "Write." }, { "id": "B", "description": "Write." }, { "id": "C", "description": "Write." }]""",
            $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}], "B": [{{Writes("b.txt", "b")}}, {{Finish}}], "C": [{{Writes("c.txt", "c")}}, {{Finish}}] }""");

        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        bool isUntouched = !File.Exists(workspace.PathOf("a.txt"));
        CliResult merge = await workspace.InvokeAsync("merge", "track.json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Done: 3 of 3 tickets are done.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("Merge it into main with: conductor merge track.json\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(isUntouched, "Nothing comes into the person's tree before the merge.");
        Assert.Equal((0, ""), (merge.ExitCode, merge.Error));
        Assert.StartsWith("main has all that has landed of track.json now", merge.Output, StringComparison.Ordinal);
        CliResult again = await workspace.InvokeAsync("merge", "track.json");
        Assert.StartsWith("main had all that has landed of track.json already: it stays at ", again.Output, StringComparison.Ordinal);
        Assert.Equal("a b c", string.Join(' ', "abc".Select(name => File.ReadAllText(workspace.PathOf($"{name}.txt")))));
        CliResult status = await workspace.InvokeAsync("status");
        Assert.Contains("all of it merged into main", status.Output, StringComparison.Ordinal);
        Assert.Contains("landed", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_to_be_typed_in_another_folder_names_the_workspace()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("sub/a.txt", "a")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        string elsewhere = Directory.CreateDirectory(workspace.PathOf("elsewhere")).FullName;
        workspace.Git("switch", "-q", "-c", "other");

        CliResult merge = await workspace.InvokeInAsync(elsewhere, "merge", "track.json", "--workspace", workspace.Root);
        CliResult wrong = await workspace.InvokeInAsync(elsewhere, "merge", "track.json", "--into", "main", "--workspace", workspace.Root);
        CliResult status = await workspace.InvokeInAsync(elsewhere, "status", "--workspace", workspace.Root);

        Assert.Contains($"git -C {workspace.Root} switch main", merge.Error, StringComparison.Ordinal);
        Assert.Contains($"Run git -C {workspace.Root} switch main and ask again, or merge yourself: git -C {workspace.Root} merge conductor/", wrong.Error, StringComparison.Ordinal);
        Assert.Contains($"conductor merge track.json --workspace {workspace.Root}\n", status.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_what_has_landed_changes_no_file_the_status_says_so_and_nothing_of_a_merge()
    {
        CliWorkspace workspace = Keep(new CliWorkspace(
            """[{ "id": "A", "description": "Write." }, { "id": "B", "description": "Write.", "depends_on": ["A"] }]""",
            $$"""{ "A": [{{Writes("a.txt", "new")}}, {{Finish}}], "B": [{{Writes("a.txt", "old")}}, {{Finish}}] }"""));
        workspace.Write("a.txt", "old");
        workspace.Committed();
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");

        CliResult status = await workspace.InvokeAsync("status");

        Assert.Contains("/integration; nothing to merge: what has landed on it changes no file", status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("merged into", status.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("conductor merge", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_that_a_person_made_is_seen_in_the_status()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        workspace.Git("merge", "-q", workspace.Git("for-each-ref", "--format=%(refname:short)", "refs/heads/conductor/*/integration"));

        CliResult status = await workspace.InvokeAsync("status");
        CliResult json = await workspace.InvokeAsync("status", "--json");

        Assert.Contains("all of it merged into main", status.Output, StringComparison.Ordinal);
        Assert.False(json.Events[0].GetProperty("tracks")[0].GetProperty("integration").GetProperty("hasUnmerged").GetBoolean());
    }

    [Fact]
    public async Task A_merge_is_refused_in_words_where_it_cannot_be_made()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}] }""");
        CliResult unknown = await workspace.InvokeAsync("merge", "track.json");
        await workspace.RunTrackAsync("--approve", "all");
        CliResult nothing = await workspace.InvokeAsync("merge", "track.json");
        await workspace.InvokeAsync("land", "track.json");
        workspace.Git("switch", "-q", "-c", "other");
        CliResult other = await workspace.InvokeAsync("merge", "track.json");
        CliResult wrong = await workspace.InvokeAsync("merge", "track.json", "--into", "main");
        workspace.Write("a.txt", "mine");
        workspace.Git("add", "a.txt");
        workspace.Git("commit", "-q", "-m", "Mine");
        CliResult conflict = await workspace.InvokeAsync("merge", "track.json", "--into", "other");
        workspace.Git("switch", "-q", "main");
        workspace.Git("switch", "-q", "-c", "third");
        CliResult merged = await workspace.InvokeAsync("merge", "track.json", "--into", "third");

        Assert.Equal((1, 1, 1, 1, 2, 0), (unknown.ExitCode, nothing.ExitCode, other.ExitCode, wrong.ExitCode, conflict.ExitCode, merged.ExitCode));
        CliResult unknownBranch = await workspace.InvokeAsync("merge", "track.json", "--into", "nosuch");
        Assert.Contains("There is no branch nosuch. third is checked out", unknownBranch.Error, StringComparison.Ordinal);
        Assert.Contains("Nothing of", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("git switch main), or give --into other", other.Error, StringComparison.Ordinal);
        Assert.Contains("other is checked out now, not main", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("differ in a.txt", conflict.Error, StringComparison.Ordinal);
        Assert.Equal("a", await File.ReadAllTextAsync(workspace.PathOf("a.txt"), TestContext.Current.CancellationToken));
    }
}
