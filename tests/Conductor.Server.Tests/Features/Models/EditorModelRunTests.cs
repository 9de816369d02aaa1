using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

/// <summary>Runs whose workers use a model of the client's editor.</summary>
public sealed class EditorModelRunTests : RpcTestBase
{
    private static readonly ConductorSettings UsesTheEditor = new(Model: "editor:test/one");

    public EditorModelRunTests() => Workspace.WriteTrack(new { id = "A", description = "Say that it is done." });

    private async Task StartRunAsync()
    {
        HasEditorModels = true;
        await StartAsync(UsesTheEditor);
        await OpenAsync();
        Editor.Answer = AnswerAsync;
        await RunAsync();
        await SpawnAsync("A");
    }

    /// <summary>The model reads a file, and finishes when it is told that there is none.</summary>
    private async Task<EditorModelResult> AnswerAsync(EditorModelCallParams call, CancellationToken cancellationToken)
    {
        bool isFirst = call.Messages.All(message => message.Role == EditorModelRole.User);
        await Editor.StreamAsync(call, 0, ScriptedEditor.Say(isFirst ? "I look." : "I know enough."));
        await Editor.StreamAsync(call, 1, new EditorModelPart(ToolCall: isFirst
            ? new EditorToolCall("toolu_1", "read_file", JsonElement.Parse("""{"path":"gone.txt"}"""))
            : new EditorToolCall("toolu_2", "finish", JsonElement.Parse("""{"verdict":"completed","summary":"Looked."}"""))));
        return ScriptedEditor.End(2, EditorModelFinish.ToolCalls);
    }

    [Fact]
    public async Task A_ticket_is_worked_on_by_a_model_of_the_editor_and_its_tokens_are_counted_here()
    {
        await StartRunAsync();

        TicketInfo ticket = await TicketIsAsync("A", TicketStateName.Completed);

        Assert.Equal("Looked.", ticket.Detail);
        Assert.Equal(2, ticket.Usage.Calls);
        Assert.True(ticket.Usage is { InputTokens: > 100, OutputTokens: > 5 }, ticket.Usage.ToString());
        EditorModelCallParams[] calls = [.. Editor.Calls];
        Assert.Equal(["test/one", "test/one"], calls.Select(call => call.Model));
        Assert.Contains(calls[0].Tools, tool => tool.Name == "finish");
        EditorToolResult told = Assert.Single(calls[1].Messages.SelectMany(message => message.Parts), part => part.ToolResult is not null).ToolResult
            ?? throw new InvalidOperationException();
        Assert.Equal("toolu_1", told.CallId);
        Assert.Contains("I know enough.", await LogAsync("A"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_that_is_cancelled_stops_the_call_in_the_editor()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HasEditorModels = true;
        await StartAsync(UsesTheEditor);
        await OpenAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Editor.Answer = async (_, cancelled) =>
        {
            cancelled.Register(() => stopped.TrySetResult());
            called.TrySetResult();
            return await new TaskCompletionSource<EditorModelResult>().Task;
        };
        await RunAsync();
        await SpawnAsync("A");
        await called.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

        await TicketAsync("cancel", "A");

        await stopped.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
        await TicketIsAsync("A", TicketStateName.Cancelled);
    }

    [Fact]
    public async Task An_editor_that_goes_in_the_middle_of_a_call_ends_the_engine_and_the_run_goes_on_with_the_next_one()
    {
        HasEditorModels = true;
        await StartAsync(UsesTheEditor);
        await OpenAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Editor.Answer = async (_, _) =>
        {
            called.TrySetResult();
            return await new TaskCompletionSource<EditorModelResult>().Task;
        };
        await RunAsync();
        await SpawnAsync("A");
        await called.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

        Client.Dispose();
        await Server.Ended;
        await StartAsync(UsesTheEditor);
        Editor.Answer = AnswerAsync;
        await OpenAsync();
        await TrackAsync("resume");

        await TicketIsAsync("A", TicketStateName.Completed);
    }

    [Fact]
    public async Task A_worker_whose_model_nobody_has_allowed_waits_in_sight_and_goes_on_when_it_is_allowed()
    {
        HasEditorModels = true;
        await StartAsync(UsesTheEditor);
        await OpenAsync();
        bool isAllowed = false;
        Editor.Answer = (call, cancelled) => Volatile.Read(ref isAllowed)
            ? AnswerAsync(call, cancelled)
            : throw new LocalRpcException("Allow it first.") { ErrorCode = ErrorCodes.EditorModelNeedsConsent };
        await RunAsync();
        await SpawnAsync("A");

        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Tickets.Any(ticket => ticket.Waiting is not null));
        TicketInfo waiting = changed.Tickets.First(ticket => ticket.Waiting is not null);
        Assert.Equal(new ModelWaitInfo("consent", "Allow it first.", null, "editor:test/one"), waiting.Waiting);
        Assert.Contains(TicketAction.AllowModel, waiting.Actions);

        // Other models may be there than before, and still none that is allowed: it waits again.
        await Client.TellAsync("conductor/editorModel/changed", new EditorModelsChanged());
        await Received.WaitForAsync<TrackChanged>(told => told.Revision > changed.Revision && told.Tickets.Any(ticket => ticket.Waiting is not null));
        Volatile.Write(ref isAllowed, true);
        await Client.TellAsync("conductor/editorModel/changed", new EditorModelsChanged());

        TicketInfo ticket = await TicketIsAsync("A", TicketStateName.Completed);
        Assert.Null(ticket.Waiting);
        Assert.Equal(1, ticket.Attempts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_editors_models_can_be_chosen_where_the_editor_offers_them_and_are_not_shown_elsewhere(bool offers)
    {
        HasEditorModels = offers;
        await StartAsync(new ConductorSettings(Model: "demo"));

        ModelList unasked = await Client.AskAsync<ModelList>("conductor/models/list", new ListModelsParams(Ask: false));
        Assert.Equal(offers, unasked.Providers.Any(provider => provider.Name == "editor"));
        if (offers)
        {
            ModelList asked = await Client.AskAsync<ModelList>("conductor/models/list", new ListModelsParams("editor"));
            Assert.Equal("editor:test/one", Assert.Single(Assert.Single(asked.Providers).Models).Id);
        }
    }

    [Fact]
    public async Task A_client_without_models_is_refused_a_run_with_one_and_told_why()
    {
        await StartAsync(UsesTheEditor);
        await OpenAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/track/run", new RunTrackParams(Main, AutoQueue: true));

        Assert.Equal(ErrorCodes.UnknownModel, refused.ErrorCode);
        Assert.Contains("exist only in VS Code", refused.Message, StringComparison.Ordinal);
    }
}
