using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>Tickets in working trees of a real repository, run and landed from a terminal.</summary>
public sealed class LandCommandTests : LandingCliTestBase
{
    [Fact]
    public async Task Work_that_nobody_lands_waits_with_2_and_its_gate_stays_until_it_is_landed()
    {
        CliWorkspace workspace = Begin(OneTicket);

        CliResult run = await workspace.RunTrackAsync("--approve", "all");
        CliResult status = await workspace.InvokeAsync("status");
        CliResult land = await workspace.InvokeAsync("land", "track.json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("A is done and waits to land", run.Output, StringComparison.Ordinal);
        Assert.Contains("Land it with: conductor land track.json A --approve all", run.Output, StringComparison.Ordinal);
        Assert.Contains("conductor resume track.json --land auto", run.Output, StringComparison.Ordinal);
        Assert.Contains("\nWaiting for you: 0 of 1 tickets are done. A is done", run.Output, StringComparison.Ordinal);
        Assert.Contains("awaiting review", status.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (land.ExitCode, land.Error));
        Assert.Contains("A landed", land.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_told_to_land_by_itself_lands_what_waited()
    {
        CliWorkspace workspace = Begin(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult resume = await workspace.InvokeAsync("resume", "track.json", "--approve", "none", "--land", "auto");

        Assert.Equal((0, ""), (resume.ExitCode, resume.Error));
    }

    [Fact]
    public async Task Work_that_is_sent_back_goes_to_its_worker_with_the_words_and_waits_again()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}, {{Writes("a.txt", "better")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult back = await workspace.InvokeAsync("land", "track.json", "--send-back", "A=The name is wrong.", "--approve", "all");
        CliResult land = await workspace.InvokeAsync("land", "track.json", "A");

        Assert.Equal(2, back.ExitCode);
        Assert.Contains("The name is wrong.", back.Output, StringComparison.Ordinal);
        Assert.Single(back.Output.Split('\n'), line => line.Contains("sent back", StringComparison.Ordinal));
        Assert.Equal(0, land.ExitCode);
        Assert.Equal("better", Landed(workspace, "a.txt"));
    }

    [Fact]
    public async Task Work_is_rejected_without_a_terminal_and_can_then_be_discarded()
    {
        CliWorkspace workspace = Begin(TwoTickets);
        await workspace.RunTrackAsync("--approve", "all");
        string elsewhere = Directory.CreateDirectory(workspace.PathOf("elsewhere")).FullName;

        CliResult early = await workspace.InvokeInAsync(elsewhere, "trees", "--discard", "track.json/A", "--workspace", workspace.Root);
        CliResult wordless = await workspace.InvokeAsync("land", "track.json", "--reject", "A=");
        CliResult twice = await workspace.InvokeAsync("land", "track.json", "A", "--reject", "A");
        CliResult reject = await workspace.InvokeAsync("land", "track.json", "--reject", "A=It is not needed.", "--reject", "B");
        CliResult discard = await workspace.InvokeAsync("trees", "--discard", "track.json/A");
        CliResult status = await workspace.InvokeAsync("status", "track.json");

        Assert.Contains("Tell the next worker of A, B what its work lacked, and run it again with: conductor run track.json --answer \"A=TEXT\" --answer \"B=TEXT\"", status.Output, StringComparison.Ordinal);
        Assert.Contains("What there is of it is kept.", reject.Output, StringComparison.Ordinal);
        Assert.Equal((1, 64, 64, 2, 0), (early.ExitCode, wordless.ExitCode, twice.ExitCode, reject.ExitCode, discard.ExitCode));
        Assert.Contains($"conductor land track.json --reject A --workspace {workspace.Root}", early.Error, StringComparison.Ordinal);
        Assert.Contains("A is blocked: It is not needed.", reject.Output, StringComparison.Ordinal);
        Assert.Contains("B is blocked: The work was not accepted.", reject.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rejected_work_that_was_discarded_is_not_said_to_be_kept()
    {
        CliWorkspace workspace = Begin(TwoTickets);
        await workspace.RunTrackAsync("--approve", "all");
        await workspace.InvokeAsync("land", "track.json", "--reject", "A");
        await workspace.InvokeAsync("trees", "--discard", "track.json/A");

        CliResult land = await workspace.InvokeAsync("land", "track.json", "B");

        Assert.Contains("Tell the next worker of A what its work lacked.", land.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("is kept", land.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_resolved_by_its_worker_and_lands()
    {
        CliWorkspace workspace = InConflict();

        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        string other = run.Output.Contains("--resolve B", StringComparison.Ordinal) ? "B" : "A";
        CliResult unnamed = await workspace.InvokeAsync("land", "track.json");
        CliResult resolve = await workspace.InvokeAsync("land", "track.json", "--resolve", other, "--approve", "all");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{other} is in conflict with what has landed since, in shared.txt", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, unnamed.ExitCode);
        Assert.Contains($"resolve its conflict with: conductor land track.json --resolve {other}\n", unnamed.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), (resolve.ExitCode, resolve.Error));
        Assert.Contains("sent back", resolve.Output, StringComparison.Ordinal);
        Assert.Equal("both", Landed(workspace, "shared.txt"));
    }

    [Fact]
    public async Task All_that_waits_lands_in_the_order_of_the_run_so_that_the_later_ticket_has_the_conflict()
    {
        CliWorkspace workspace = Begin(
            """[{ "id": "Z", "description": "Write." }, { "id": "A", "description": "Write." }]""",
            $$"""{ "Z": [{{Writes("shared.txt", "from Z")}}, {{Finish}}], "A": [{{Writes("shared.txt", "from A")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult land = await workspace.InvokeAsync("land", "track.json");

        Assert.Contains("A is in conflict with what has landed since", land.Output, StringComparison.Ordinal);
        Assert.Equal("from Z", Landed(workspace, "shared.txt"));
    }

    [Fact]
    public async Task An_answer_at_the_gate_that_may_mean_several_is_refused_with_those()
    {
        using var console = new TestConsole().Interactive();
        foreach (string answer in (string[])["approve", "approve", "r", "rej", "Not so."])
        {
            console.Input.PushTextWithEnter(answer);
        }

        var workspace = new CliWorkspace(OneTicket) { Person = console };
        Keep(workspace).Committed();
        CliResult run = await workspace.RunTrackAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("r may be review or reject. Type more of the word.", console.Output, StringComparison.Ordinal);
        Assert.Contains("Not so.", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_fails_while_it_resolves_a_conflict_leaves_words_of_what_stands_where_and_how_it_goes_on()
    {
        string fails = """{ "error": { "kind": "auth" } }""";
        CliWorkspace workspace = Begin(TwoTickets, $$"""{ "A": [{{Writes("shared.txt", "from A")}}, {{Finish}}], "B": [{{Writes("shared.txt", "from B")}}, {{Finish}}, {{fails}}] }""");
        await workspace.RunTrackAsync("--approve", "all");
        await workspace.InvokeAsync("land", "track.json", "A");
        await workspace.InvokeAsync("land", "track.json", "B");

        CliResult resolve = await workspace.InvokeAsync("land", "track.json", "--resolve", "B", "--approve", "all");
        CliResult status = await workspace.InvokeAsync("status", "track.json");

        Assert.Equal(3, resolve.ExitCode);
        Assert.Contains("B: It was resolving its conflict with what has landed: that stands beside its own work in .conductor/worktrees/", resolve.Output, StringComparison.Ordinal);
        Assert.Contains("Run the track again to begin anew from what has landed; what that replaces can be restored for 30 days.", resolve.Output, StringComparison.Ordinal);
        Assert.Contains("bring it into your branch with git merge conductor/", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_is_resolved_by_hand_in_its_tree_and_lands()
    {
        CliWorkspace workspace = InConflict();
        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        string other = run.Output.Contains("--resolve B", StringComparison.Ordinal) ? "B" : "A";

        CliResult byHand = await workspace.InvokeAsync("land", "track.json", "--by-hand", other);
        string folder = Assert.Single(byHand.Output.Split('\n'), line => line.Contains(Path.Combine(".conductor", "worktrees"), StringComparison.Ordinal)).Split(": ")[1].Trim();
        CliResult early = await workspace.InvokeAsync("land", "track.json", other);
        CliResult shownMarks = await workspace.InvokeAsync("land", "track.json", "--show", other);
        string marked = await File.ReadAllTextAsync(Path.Combine(folder, "shared.txt"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "shared.txt"), "", TestContext.Current.CancellationToken);
        CliResult before = await workspace.InvokeAsync("land", "track.json", "--by-hand", other);
        CliResult jsonBefore = await workspace.InvokeAsync("land", "track.json", "--by-hand", other, "--jsonl");
        await File.WriteAllTextAsync(Path.Combine(folder, "shared.txt"), "mine", TestContext.Current.CancellationToken);
        CliResult shown = await workspace.InvokeAsync("land", "track.json", "--show", other);
        CliResult land = await workspace.InvokeAsync("land", "track.json", other);

        Assert.Contains($"--by-hand {other}", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 2), (byHand.ExitCode, byHand.Error, early.ExitCode));
        Assert.Contains("\nConflicts are not resolved yet in shared.txt: what stands there now is shown, marks and all", shownMarks.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not resolved yet", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"landing: \w", early.Output + land.Output);
        Assert.True(Path.IsPathFullyQualified(folder), $"{folder} can be gone to from anywhere.");
        Assert.Contains("  shared.txt\n", byHand.Output, StringComparison.Ordinal);
        Assert.Contains("Decide each of them there: take the marks out (git add a file whose own text has such lines).\n", byHand.Output, StringComparison.Ordinal);
        Assert.Contains("git checkout --merge FILE marks the conflicts of one again.\n", before.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("marks out", before.Output, StringComparison.Ordinal);
        Assert.Contains("  shared.txt (holds neither side's changes: the text before both)\n", before.Output, StringComparison.Ordinal);
        Assert.Contains("""
            "files":["shared.txt"],"filesBeforeBoth":["shared.txt"]
            """, jsonBefore.Output, StringComparison.Ordinal);
        Assert.Contains($"Then land it with: conductor land track.json {other}", byHand.Output, StringComparison.Ordinal);
        Assert.Contains("<<<<<<<", marked, StringComparison.Ordinal);
        Assert.Contains("+mine", shown.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (land.ExitCode, land.Error));
        Assert.Equal("mine", Landed(workspace, "shared.txt"));
    }

    [Fact]
    public async Task What_has_landed_is_brought_in_by_hand_without_a_conflict_and_the_work_lands_at_once()
    {
        CliWorkspace workspace = Begin(TwoTickets, $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}], "B": [{{Writes("b.txt", "b")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all");
        CliResult nothing = await workspace.InvokeAsync("land", "track.json", "--by-hand", "B");
        await workspace.InvokeAsync("land", "track.json", "A");

        CliResult byHand = await workspace.InvokeAsync("land", "track.json", "--by-hand", "B");
        CliResult land = await workspace.InvokeAsync("land", "track.json", "B");

        Assert.Contains("there is nothing to resolve", nothing.Output, StringComparison.Ordinal);
        Assert.Contains("nothing in it is in conflict", byHand.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (land.ExitCode, land.Error));
        Assert.Equal("b", Landed(workspace, "b.txt"));
    }

    [Fact]
    public async Task What_is_shown_before_it_lands_is_what_stands_in_its_tree()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("a.txt", "first")}}, {{Finish}}] }""");
        CliResult run = await workspace.RunTrackAsync("--approve", "all");
        string file = Assert.Single(Directory.GetFiles(workspace.PathOf(Path.Combine(".conductor", "worktrees")), "a.txt", SearchOption.AllDirectories));
        await File.WriteAllTextAsync(file, "edited since", TestContext.Current.CancellationToken);

        CliResult shown = await workspace.InvokeAsync("land", "track.json", "--show", "A");
        CliResult json = await workspace.InvokeAsync("land", "track.json", "--show", "A", "--jsonl");
        CliResult both = await workspace.InvokeAsync("land", "track.json", "A", "--show", "A");
        CliResult changed = await workspace.InvokeAsync("land", "track.json");
        CliResult land = await workspace.InvokeAsync("land", "track.json");

        Assert.Contains("Look at the work of A with: conductor land track.json --show A\n", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 64), (shown.ExitCode, shown.Error, both.ExitCode));
        Assert.Contains("+edited since", shown.Output, StringComparison.Ordinal);
        Assert.Contains("+edited since", Assert.Single(json.EventsNamed("work_shown")).GetProperty("changes").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 0), (changed.ExitCode, land.ExitCode));
        Assert.Equal("edited since", Landed(workspace, "a.txt"));
    }

    [Fact]
    public async Task What_does_not_wait_to_land_is_refused_and_what_does_is_named()
    {
        CliWorkspace workspace = Begin(TwoTickets, $$"""{ "*": [{{Finish}}] }""");
        CliResult early = await workspace.InvokeAsync("land", "track.json");
        await workspace.RunTrackAsync("--approve", "all");

        CliResult unknown = await workspace.InvokeAsync("land", "track.json", "C");
        CliResult calm = await workspace.InvokeAsync("land", "track.json", "--resolve", "A");
        CliResult twice = await workspace.InvokeAsync("land", "track.json", "A", "--resolve", "A");
        CliResult wordless = await workspace.InvokeAsync("land", "track.json", "--send-back", "A=TEXT");
        CliResult land = await workspace.InvokeAsync("land", "track.json");
        CliResult late = await workspace.InvokeAsync("land", "track.json");

        Assert.Equal((1, 64, 64, 64, 64, 0, 1), (early.ExitCode, unknown.ExitCode, calm.ExitCode, twice.ExitCode, wordless.ExitCode, land.ExitCode, late.ExitCode));
        Assert.Contains("These do: A, B.", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("There is no conflict to resolve", calm.Error, StringComparison.Ordinal);
        Assert.Contains("more than once", twice.Error, StringComparison.Ordinal);
        Assert.Contains("the run is done", late.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_commit_is_refused_with_the_way_out_and_the_folder_can_be_asked_for()
    {
        CliWorkspace workspace = Keep(new CliWorkspace(OneTicket));
        workspace.Git("init", "-q", ".");

        CliResult refused = await workspace.RunTrackAsync("--approve", "all");
        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--isolation", "folder");

        Assert.Equal((1, 0), (refused.ExitCode, run.ExitCode));
        Assert.Contains("Commit what is there, or give --isolation folder", refused.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(workspace.PathOf("out.txt")));
    }

    [Fact]
    public async Task Working_trees_that_cannot_be_had_are_refused_when_they_are_asked_for()
    {
        CliWorkspace workspace = Keep(new CliWorkspace(OneTicket));

        CliResult refused = await workspace.RunTrackAsync("--approve", "all", "--isolation", "worktree");
        CliResult run = await workspace.RunTrackAsync("--approve", "all");

        Assert.Equal((1, 0, ""), (refused.ExitCode, run.ExitCode, run.Error));
        Assert.Contains("git init", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_run_stays_where_its_tickets_work()
    {
        CliWorkspace workspace = Begin(OneTicket);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult resume = await workspace.InvokeAsync("resume", "track.json", "--approve", "all", "--isolation", "folder");

        Assert.Equal(1, resume.ExitCode);
        Assert.Contains("work in working trees of their own until it ends", resume.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_committed_is_said_before_the_run()
    {
        CliWorkspace workspace = Begin(OneTicket);
        workspace.Write("mine.txt", "mine");

        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--land", "auto");

        Assert.Contains("mine.txt", run.Error, StringComparison.Ordinal);
    }
}
