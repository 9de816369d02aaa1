using System.Runtime.CompilerServices;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

/// <summary>The text of a worker's output that can be asked for at any time, and how it fits what is streamed.</summary>
public sealed class WorkerLogTests : RpcTestBase
{
    public WorkerLogTests() => Workspace.WriteTrack(new { id = "A", description = "First.", acceptance = new[] { "true" } });

    [Fact]
    public async Task What_a_worker_says_is_in_its_log_before_its_answer_is_recorded()
    {
        WriteBrokenAnswer();
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        WorkerOutput waiting = await WaitsAsync();

        WorkerLog log = await AskAsync();

        Assert.StartsWith("── attempt 1 ──\nI begin to", log.Text, StringComparison.Ordinal);
        Assert.Equal(waiting.StreamId, log.StreamId);
        Assert.True(log.Next > waiting.Sequence);
    }

    [Fact]
    public async Task The_log_and_the_pieces_that_follow_it_are_the_whole_output_without_a_gap()
    {
        WriteBrokenAnswer();
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await WaitsAsync();

        WorkerLog log = await AskAsync();
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");

        IReadOnlyList<WorkerOutput> pieces = Received.All<WorkerOutput>();
        string rest = string.Concat(pieces.Where(piece => piece.StreamId == log.StreamId && piece.Sequence >= log.Next).Select(piece => piece.Text));
        Assert.Equal(string.Concat(pieces.Select(piece => piece.Text)), log.Text + rest);
        Assert.Contains("acceptance: true → exit code 0", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_stopped_worker_had_said_stays_in_the_log_when_it_goes_on()
    {
        WriteBrokenAnswer();
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await WaitsAsync();

        await TrackAsync("pause");
        WorkerOutput stopped = await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");
        WorkerLog paused = await AskAsync();
        await TrackAsync("resume");
        await Received.WaitForAsync<WorkerOutput>(output => output.StreamId != stopped.StreamId);
        WorkerLog resumed = await AskAsync();

        Assert.Contains("I begin to", paused.Text, StringComparison.Ordinal);
        Assert.Null(paused.StreamId);
        Assert.StartsWith(paused.Text + "── attempt 1 goes on ──\n", resumed.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_shows_what_its_worker_waits_for_until_it_goes_on()
    {
        WriteBrokenAnswer();
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");

        TrackChanged waits = await Received.WaitForAsync<TrackChanged>(moved => moved.Tickets.Any(ticket => ticket.Waiting is not null));
        await RunIsAsync(RunStatusName.Done);

        TicketInfo waiting = Assert.Single(waits.Tickets);
        Assert.Equal(("cutStream", true, TicketStateName.Running), (waiting.Waiting?.Kind, waiting.Waiting?.Until is not null, waiting.State));
        Assert.StartsWith("waits for Script (script.json): ", waiting.Detail, StringComparison.Ordinal);
        Assert.Equal("Waiting for Script (script.json): A", waits.ActiveTier);
        Assert.Null((await GetAsync()).Tickets[0].Waiting);
    }

    [Fact]
    public async Task A_workers_thoughts_are_in_its_log_as_they_were_streamed_also_when_only_the_journal_is_left()
    {
        Seams = WorkspaceSeams.None with { Model = client => new ThinkingModel(client, "First look,\nthen act.") };
        Workspace.WriteScript(("A", [new { text = "Done it.", toolCalls = new[] { TestWorkspace.Call("finish", new { verdict = "completed", summary = "Done." }) } }]));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await RunIsAsync(RunStatusName.Done);
        await Received.WaitForAsync<WorkerOutput>(output => output.Status == "done");

        const string Said = "── attempt 1 ──\n│ First look,\n│ then act.\nDone it.\n";
        Assert.StartsWith(Said, (await AskAsync()).Text, StringComparison.Ordinal);
        Assert.StartsWith(Said, string.Concat(Received.All<WorkerOutput>().Select(piece => piece.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_attempt_that_has_ended_the_log_is_what_was_recorded()
    {
        Workspace.WriteScript(("A", [TestWorkspace.Finish()]));
        await StartRunAsync(ApprovalModeName.Never);
        await SpawnAsync("A");
        await RunIsAsync(RunStatusName.Done);
        WorkerLog before = await AskAsync();

        await StartAsync();
        await OpenAsync();

        Assert.Null(before.StreamId);
        Assert.Equal(before, await AskAsync());
    }

    /// <summary>An answer that breaks off in its middle, and comes whole when it is asked for again.</summary>
    private void WriteBrokenAnswer() => Workspace.WriteScript(("A",
    [
        new
        {
            text = "I begin to look at everything there is",
            error = new { kind = "cutStream" },
            toolCalls = new[] { TestWorkspace.Call("finish", new { verdict = "completed", summary = "Done." }) },
        },
    ]));

    private Task<WorkerOutput> WaitsAsync() => Received.WaitForAsync<WorkerOutput>(output => output.Status == "waiting");

    private Task<WorkerLog> AskAsync() => Client.AskAsync<WorkerLog>("conductor/worker/log", new TicketParams(Main, "A"));

    /// <summary>Thinks aloud before it answers.</summary>
    private sealed class ThinkingModel(IChatClient whole, string thought) : DelegatingChatClient(whole)
    {
        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent(thought)]);
            await foreach (ChatResponseUpdate update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                yield return update;
            }
        }
    }
}
