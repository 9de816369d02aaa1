using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>Tickets in working trees of a real repository, run, landed and merged from a terminal.</summary>
public sealed class LandCommandTests : IDisposable
{
    private const string OneTicket = """[{ "id": "A", "description": "Write." }]""";
    private const string TwoTickets = """[{ "id": "A", "description": "Write." }, { "id": "B", "description": "Write." }]""";

    private readonly List<CliWorkspace> _workspaces = [];

    public void Dispose() => _workspaces.ForEach(workspace => workspace.Dispose());

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
        Assert.Equal("a b c", string.Join(' ', "abc".Select(name => File.ReadAllText(workspace.PathOf($"{name}.txt")))));
        CliResult status = await workspace.InvokeAsync("status");
        Assert.Contains("all of it merged into main", status.Output, StringComparison.Ordinal);
        Assert.Contains("landed", status.Output, StringComparison.Ordinal);
    }

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

        Assert.Equal((1, 64, 64, 2, 0), (early.ExitCode, wordless.ExitCode, twice.ExitCode, reject.ExitCode, discard.ExitCode));
        Assert.Contains($"conductor land track.json --reject A --workspace {workspace.Root}", early.Error, StringComparison.Ordinal);
        Assert.Contains("A is blocked: It is not needed.", reject.Output, StringComparison.Ordinal);
        Assert.Contains("B is blocked: The work was not accepted.", reject.Output, StringComparison.Ordinal);
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
    public async Task A_conflict_is_resolved_by_hand_in_its_tree_and_lands()
    {
        CliWorkspace workspace = InConflict();
        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        string other = run.Output.Contains("--resolve B", StringComparison.Ordinal) ? "B" : "A";

        CliResult byHand = await workspace.InvokeAsync("land", "track.json", "--by-hand", other);
        string folder = Assert.Single(byHand.Output.Split('\n'), line => line.Contains(Path.Combine(".conductor", "worktrees"), StringComparison.Ordinal)).Split(": ")[1].Trim();
        CliResult early = await workspace.InvokeAsync("land", "track.json", other);
        string marked = await File.ReadAllTextAsync(Path.Combine(folder, "shared.txt"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "shared.txt"), "mine", TestContext.Current.CancellationToken);
        CliResult shown = await workspace.InvokeAsync("land", "track.json", "--show", other);
        CliResult land = await workspace.InvokeAsync("land", "track.json", other);

        Assert.Contains($"--by-hand {other}", run.Output, StringComparison.Ordinal);
        Assert.Equal((0, "", 2), (byHand.ExitCode, byHand.Error, early.ExitCode));
        Assert.True(Path.IsPathFullyQualified(folder), $"{folder} can be gone to from anywhere.");
        Assert.Contains("  shared.txt", byHand.Output, StringComparison.Ordinal);
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
    public async Task A_conflict_is_taken_into_a_persons_own_hands_at_the_terminal_and_can_still_be_given_to_its_worker()
    {
        using var console = new TestConsole().Interactive().Width(200);
        CliWorkspace workspace = InConflict();
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        workspace.Person = console;
        foreach (string answer in (string[])["hand", "give", "approve"])
        {
            console.Input.PushTextWithEnter(answer);
        }

        CliResult resume = await workspace.InvokeAsync("resume", "track.json");

        Assert.Equal((0, ""), (resume.ExitCode, resume.Error));
        Assert.Contains("with the conflicts marked", console.Output, StringComparison.Ordinal);
        Assert.Contains("Then answer land here.", console.Output, StringComparison.Ordinal);
        Assert.Equal("both", Landed(workspace, "shared.txt"));
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
    public async Task What_is_to_be_typed_in_another_folder_names_the_workspace()
    {
        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("sub/a.txt", "a")}}, {{Finish}}] }""");
        await workspace.RunTrackAsync("--approve", "all", "--land", "auto");
        string elsewhere = Directory.CreateDirectory(workspace.PathOf("elsewhere")).FullName;
        workspace.Git("switch", "-q", "-c", "other");

        CliResult merge = await workspace.InvokeInAsync(elsewhere, "merge", "track.json", "--workspace", workspace.Root);
        CliResult status = await workspace.InvokeInAsync(elsewhere, "status", "--workspace", workspace.Root);

        Assert.Contains($"git -C {workspace.Root} switch main", merge.Error, StringComparison.Ordinal);
        Assert.Contains($"conductor merge track.json --workspace {workspace.Root}", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_decides_conflicts_of_work_that_waited_without_one_is_told_that_it_asks_again()
    {
        CliWorkspace workspace = InConflict();
        await workspace.RunTrackAsync("--approve", "all");
        await workspace.InvokeAsync("land", "track.json", "A");

        CliResult byHand = await workspace.InvokeAsync("land", "track.json", "--by-hand", "B");
        string folder = byHand.Output.Split('\n')[0].Split(": ")[1].Trim();
        await File.WriteAllTextAsync(Path.Combine(folder, "shared.txt"), "mine", TestContext.Current.CancellationToken);
        CliResult first = await workspace.InvokeAsync("land", "track.json", "B");
        CliResult second = await workspace.InvokeAsync("land", "track.json", "B");

        Assert.Contains("lands it when you give it again.", byHand.Output, StringComparison.Ordinal);
        Assert.Equal((2, 0), (first.ExitCode, second.ExitCode));
        Assert.Contains("with conductor land, or send it back with --send-back.", first.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_way_to_go_on_is_a_whole_command_on_a_line_of_its_own()
    {
        CliWorkspace workspace = InConflict();
        await workspace.RunTrackAsync("--approve", "all");
        string elsewhere = Directory.CreateDirectory(workspace.PathOf("elsewhere")).FullName;

        CliResult both = await workspace.InvokeInAsync(elsewhere, "resume", "track.json", "--workspace", workspace.Root, "--approve", "none");
        await workspace.InvokeAsync("land", "track.json", "A");
        CliResult conflict = await workspace.InvokeInAsync(elsewhere, "land", "track.json", "B", "--workspace", workspace.Root);

        string there = $"--workspace {workspace.Root}";
        Assert.Equal(
            $"""
            Look at the work of A with: conductor land track.json --show A {there}
            Land it with: conductor land track.json A {there} --approve none
            Land all that waits (A, B) with: conductor land track.json {there} --approve none
            Send it back with: conductor land track.json --send-back "A=TEXT" {there} --approve none
            Reject it with: conductor land track.json --reject A {there} --approve none
            Have work land by itself from now on with: conductor resume track.json --land auto {there} --approve none
            """.ReplaceLineEndings("\n").Split('\n'),
            Steps(both));
        Assert.Equal(
            $"""
            Have the worker of B resolve its conflict with: conductor land track.json --resolve B {there}
            Resolve it yourself, beginning with: conductor land track.json --by-hand B {there}
            Send it back with: conductor land track.json --send-back "B=TEXT" {there}
            Reject it with: conductor land track.json --reject B {there}
            """.ReplaceLineEndings("\n").Split('\n'),
            Steps(conflict)[..^1]);

        static string[] Steps(CliResult result) => [.. result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').SkipWhile(line => !line.StartsWith("Tokens:", StringComparison.Ordinal)).Skip(1)];
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
    public async Task Json_lines_say_what_waits_and_how_to_go_on()
    {
        CliWorkspace workspace = Begin(OneTicket);

        CliResult run = await workspace.RunTrackAsync("--approve", "all", "--jsonl");

        Assert.Equal("worktree", run.EventsNamed("run_started")[0].GetProperty("isolation").GetString());
        Assert.Contains(run.EventsNamed("ticket_changed"), ticket => ticket.GetProperty("state").GetString() == "awaitingLanding");
        Assert.Contains("conductor land", run.EventsNamed("run_finished")[0].GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal((2, 2), (run.ExitCode, run.EventsNamed("run_finished")[0].GetProperty("exitCode").GetInt32()));
    }

    [Fact]
    public async Task A_person_reviews_sends_back_and_lands_at_the_terminal()
    {
        using var console = new TestConsole().Interactive().Width(200);
        foreach (string answer in (string[])["approve", "approve", "review", "send back", "Say it better.", "approve", "land"])
        {
            console.Input.PushTextWithEnter(answer);
        }

        CliWorkspace workspace = Begin(OneTicket, $$"""{ "A": [{{Writes("a.txt", "a")}}, {{Finish}}, {{Writes("a.txt", "better")}}, {{Finish}}] }""");
        workspace.Person = console;

        CliResult run = await workspace.RunTrackAsync();

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("+a", console.Output, StringComparison.Ordinal);
        Assert.Contains("reject (its work is kept", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("give to its worker", console.Output, StringComparison.Ordinal);
        Assert.Equal("better", Landed(workspace, "a.txt"));
    }

    [Fact]
    public async Task Work_that_a_person_rejects_does_not_land_and_its_ticket_is_blocked()
    {
        using var console = new TestConsole().Interactive().Width(200);
        foreach (string answer in (string[])["approve", "approve", "r", "reject", "Not needed."])
        {
            console.Input.PushTextWithEnter(answer);
        }

        CliWorkspace workspace = Begin(OneTicket);
        workspace.Person = console;

        CliResult run = await workspace.RunTrackAsync();

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("A is blocked: Not needed.", console.Output, StringComparison.Ordinal);
        Assert.Contains("--answer \"A=TEXT\"", console.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
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
        Assert.Contains("Nothing of", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("git switch main), or give --into other", other.Error, StringComparison.Ordinal);
        Assert.Contains("other is checked out now, not main", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("differ in a.txt", conflict.Error, StringComparison.Ordinal);
        Assert.Equal("a", await File.ReadAllTextAsync(workspace.PathOf("a.txt"), TestContext.Current.CancellationToken));
    }

    /// <summary>A file as it stands on the integration branch.</summary>
    private static string Landed(CliWorkspace workspace, string path) =>
        workspace.Git("show", $"{workspace.Git("for-each-ref", "--format=%(refname)", "refs/heads/conductor/*/integration")}:{path}");

    private static string Finish => Call("finish", """{ "verdict": "completed", "summary": "It is written." }""");

    private static string Writes(string path, string content) => Call("write_file", $$"""{ "path": "{{path}}", "content": "{{content}}" }""");

    private static string Call(string tool, string arguments) =>
        $$"""{ "text": "", "toolCalls": [{ "name": "{{tool}}", "arguments": {{arguments}} }], "usage": { "inputTokens": 10, "outputTokens": 1 } }""";

    /// <summary>Two tickets that write the same lines; the second to land is given a turn to bring both together.</summary>
    private CliWorkspace InConflict()
    {
        string Turns(string content) => $"[{Writes("shared.txt", content)}, {Finish}, {Writes("shared.txt", "both")}, {Finish}]";
        return Begin(TwoTickets, $$"""{ "A": {{Turns("from A")}}, "B": {{Turns("from B")}} }""");
    }

    private CliWorkspace Begin(string track, string script = CliWorkspace.WritesAndFinishes) => Keep(new CliWorkspace(track, script)).Committed();

    private CliWorkspace Keep(CliWorkspace workspace)
    {
        _workspaces.Add(workspace);
        return workspace;
    }
}
