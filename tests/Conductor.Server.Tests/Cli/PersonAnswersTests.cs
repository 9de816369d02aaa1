using Spectre.Console.Testing;
using Xunit;

namespace Conductor.Server.Tests.Cli;

public sealed class PersonAnswersTests
{
    private const string OneTicket = """[{ "id": "T-1", "description": "Write a file." }]""";

    [Fact]
    public async Task A_person_approves_the_worker_and_its_call_at_the_terminal()
    {
        (CliResult result, string screen, CliWorkspace workspace) = await RunAsync(["approve", "a"]);
        using CliWorkspace _ = workspace;

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Write a file.", screen, StringComparison.Ordinal);
        Assert.Contains("+ made", screen, StringComparison.Ordinal);
        Assert.Contains("Done: 1 of 1", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_gate_of_a_worker_adds_up_the_tokens_of_its_pieces()
    {
        (CliResult _, string screen, CliWorkspace workspace) = await RunAsync(["quit"]);
        using CliWorkspace temporary = workspace;

        string[] rows = [.. screen.Split('\n').Where(line => line.Count(letter => letter == '│') == 4)];
        int[] tokens = [.. rows.Skip(1).Select(row => int.Parse(row.Split('│')[2], System.Globalization.NumberStyles.AllowThousands | System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Contains("Total", rows[^1], StringComparison.Ordinal);
        Assert.True(tokens[^1] > 0);
        Assert.Equal(tokens[..^1].Sum(), tokens[^1]);
    }

    [Fact]
    public async Task A_rejection_with_a_reason_blocks_the_ticket_with_that_reason()
    {
        (CliResult result, string screen, CliWorkspace workspace) = await RunAsync(["reject", "Not today."]);
        using CliWorkspace _ = workspace;

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("Not today.", screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quitting_at_a_gate_cancels_the_run_with_4()
    {
        (CliResult result, string _, CliWorkspace workspace) = await RunAsync(["quit"]);
        using CliWorkspace temporary = workspace;

        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task Ctrl_C_at_a_gate_says_on_a_line_of_its_own_that_it_pauses()
    {
        using var console = new TestConsole().Interactive();
        console.Input.PushTextWithEnter("edit");
        using var workspace = new CliWorkspace(OneTicket) { Person = console };
        workspace.Edit = _ =>
        {
            workspace.Interrupt();
            return null;
        };

        CliResult result = await workspace.RunTrackAsync();

        Assert.Equal(4, result.ExitCode);
        Assert.StartsWith($"{Environment.NewLine}Pausing: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edited_arguments_are_what_the_tool_runs_with()
    {
        (CliResult result, string _, CliWorkspace workspace) = await RunAsync(
            ["approve", "edit", "y"], text => text.Replace("made", "made by hand", StringComparison.Ordinal));
        using CliWorkspace temporary = workspace;

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("made by hand", await File.ReadAllTextAsync(workspace.PathOf("out.txt"), TestContext.Current.CancellationToken));
    }

    private static async Task<(CliResult Result, string Screen, CliWorkspace Workspace)> RunAsync(string[] answers, Func<string, string?>? edit = null)
    {
        using var console = new TestConsole().Interactive();
        foreach (string answer in answers)
        {
            console.Input.PushTextWithEnter(answer);
        }

        var workspace = new CliWorkspace(OneTicket) { Person = console, Edit = edit ?? (_ => null) };
        CliResult result = await workspace.RunTrackAsync();
        return (result, console.Output, workspace);
    }
}
