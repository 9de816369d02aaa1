using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What a terminal says and asks about work that waits to land.</summary>
public sealed class LandStepsTests : LandingCliTestBase
{
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
    public async Task The_status_says_how_work_that_waits_goes_on_and_names_the_workspace()
    {
        CliWorkspace workspace = Begin(OneTicket);
        string elsewhere = Directory.CreateDirectory(workspace.PathOf("elsewhere")).FullName;
        CliResult nothing = await workspace.InvokeInAsync(elsewhere, "status", "--workspace", workspace.Root);
        await workspace.RunTrackAsync("--approve", "all");

        CliResult status = await workspace.InvokeInAsync(elsewhere, "status", "--workspace", workspace.Root);

        Assert.Contains($"conductor run <track.json> --workspace {workspace.Root}", nothing.Output, StringComparison.Ordinal);
        Assert.Contains($"  Land it with: conductor land track.json A --workspace {workspace.Root}\n", status.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
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
            Send A back with: conductor land track.json --send-back "A=TEXT" {there} --approve none
            Reject A with: conductor land track.json --reject A {there} --approve none
            Have work land by itself from now on with: conductor resume track.json --land auto {there} --approve none
            """.ReplaceLineEndings("\n").Split('\n'),
            Steps(both));
        Assert.Equal(
            $"""
            Have the worker of B resolve its conflict with: conductor land track.json --resolve B {there}
            Resolve it yourself, beginning with: conductor land track.json --by-hand B {there}
            Land what you have resolved with: conductor land track.json B {there}
            Send B back with: conductor land track.json --send-back "B=TEXT" {there}
            Reject B with: conductor land track.json --reject B {there}
            """.ReplaceLineEndings("\n").Split('\n'),
            Steps(conflict)[..^1]);

        static string[] Steps(CliResult result) => [.. result.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').SkipWhile(line => !line.StartsWith("Tokens:", StringComparison.Ordinal)).Skip(1)];
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
}
