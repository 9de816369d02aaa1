using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Server.Features.Models;
using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

public sealed class EditorChatClientTests : IAsyncDisposable
{
    private readonly EditorLine _line = new();
    private readonly EditorChatClient _model;

    public EditorChatClientTests() => _model = new EditorChatClient(_line.Models, "test/one");

    public async ValueTask DisposeAsync()
    {
        _model.Dispose();
        await _line.DisposeAsync();
    }

    private static CancellationToken Stopped => TestContext.Current.CancellationToken;

    private static ChatMessage[] Question => [new(ChatRole.User, "What is to be done?")];

    [Fact]
    public async Task What_a_model_says_is_there_as_soon_as_it_has_come()
    {
        var firstWasRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _line.Editor.Answer = async (call, _) =>
        {
            await _line.Editor.StreamAsync(call, 0, ScriptedEditor.Say("First, "));
            await firstWasRead.Task.WaitAsync(Notifications.Limit, Stopped);
            await _line.Editor.StreamAsync(call, 1, ScriptedEditor.Say("then "), ScriptedEditor.Say("the rest."));
            return ScriptedEditor.End(2);
        };

        List<string> said = [];
        await foreach (ChatResponseUpdate update in _model.GetStreamingResponseAsync(Question, cancellationToken: Stopped))
        {
            said.Add(update.Text);
            firstWasRead.TrySetResult();
        }

        Assert.Equal(["First, ", "then ", "the rest.", ""], said);
    }

    [Fact]
    public async Task A_long_answer_is_whole_and_in_order_although_its_end_is_known_before_its_last_pieces_are_taken_in()
    {
        const int Pieces = 2000;
        _line.Editor.Answer = async (call, _) =>
        {
            for (int sequence = 0; sequence < Pieces; sequence++)
            {
                await _line.Editor.StreamAsync(call, sequence, ScriptedEditor.Say($"{sequence} "));
            }

            return ScriptedEditor.End(Pieces);
        };

        ChatResponse response = await _model.GetResponseAsync(Question, cancellationToken: Stopped);

        Assert.Equal(string.Concat(Enumerable.Range(0, Pieces).Select(sequence => $"{sequence} ")), response.Text);
    }

    [Fact]
    public async Task A_tool_call_keeps_its_id_and_its_arguments_and_no_usage_is_made_up()
    {
        _line.Editor.Answer = async (call, _) =>
        {
            await _line.Editor.StreamAsync(
                call, 0, new EditorModelPart(Thinking: "It must be read."), ScriptedEditor.Say("I read it."), new EditorModelPart(),
                new EditorModelPart(ToolCall: new EditorToolCall("toolu_1", "read_file", JsonElement.Parse("""{"path":"a.cs","first_line":3}"""))));
            return ScriptedEditor.End(1, EditorModelFinish.ToolCalls);
        };

        ChatResponse response = await _model.GetResponseAsync(Question, cancellationToken: Stopped);

        AIContent[] contents = [.. response.Messages.SelectMany(message => message.Contents)];
        FunctionCallContent called = Assert.Single(contents.OfType<FunctionCallContent>());
        Assert.Equal(("toolu_1", "read_file"), (called.CallId, called.Name));
        Assert.Equal("""{"path":"a.cs","first_line":3}""", MessageJson.Arguments(called));
        Assert.Equal("It must be read.", Assert.Single(contents.OfType<TextReasoningContent>()).Text);
        Assert.Equal("I read it.", response.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Null(response.Usage);
    }

    [Fact]
    public async Task The_editor_is_sent_the_conversation_with_the_system_as_its_first_user_message()
    {
        ChatMessage[] conversation =
        [
            new(ChatRole.System, [new TextContent("You work on one ticket."), new TextContent("The project.")]),
            new(ChatRole.User, "Index the titles."),
            new(ChatRole.Assistant,
            [
                new TextReasoningContent("Hm."), new TextContent("I read."),
                new FunctionCallContent("c-1", "read_file", new Dictionary<string, object?> { ["path"] = "a.cs" }), new FunctionCallContent("c-2", "list_files"),
            ]),
            new(ChatRole.Tool, [new FunctionResultContent("c-1", "class A;"), new FunctionResultContent("c-2", "No.") { AdditionalProperties = new() { [FailedResults.Key] = true } }]),
            new(ChatRole.Assistant, ""),
            new(ChatRole.User, "Go on."),
        ];
        ChatOptions options = new()
        {
            Tools = [AIFunctionFactory.CreateDeclaration("read_file", "Reads a file.", JsonElement.Parse("""{"type":"object"}"""))],
            ToolMode = ChatToolMode.RequireAny,
            MaxOutputTokens = 200,
        };

        await _model.GetResponseAsync(conversation, options, Stopped);

        EditorModelCallParams sent = Assert.Single(_line.Editor.Calls);
        Assert.Equal("test/one", sent.Model);
        Assert.Equal(
            """
            [{"role":"user","parts":[{"text":"You work on one ticket."},{"text":"The project."}]},
            {"role":"user","parts":[{"text":"Index the titles."}]},
            {"role":"assistant","parts":[{"text":"I read."},{"toolCall":{"callId":"c-1","name":"read_file","arguments":{"path":"a.cs"}}},{"toolCall":{"callId":"c-2","name":"list_files","arguments":{}}}]},
            {"role":"user","parts":[{"toolResult":{"callId":"c-1","text":"class A;","isError":false}},{"toolResult":{"callId":"c-2","text":"No.","isError":true}}]},
            {"role":"user","parts":[{"text":"Go on."}]}]
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(sent.Messages, WireJson.Options));
        Assert.Equal("""[{"name":"read_file","description":"Reads a file.","inputSchema":{"type":"object"}}]""", JsonSerializer.Serialize(sent.Tools, WireJson.Options));
        Assert.Equal((EditorToolMode.Required, 200), (sent.ToolMode, sent.MaxOutputTokens));
    }

    [Fact]
    public async Task A_model_that_is_to_call_no_tool_is_told_of_none()
    {
        ChatOptions options = new() { Tools = [AIFunctionFactory.CreateDeclaration("read_file", "", JsonElement.Parse("{}"))], ToolMode = ChatToolMode.None };

        await _model.GetResponseAsync(Question, options, Stopped);

        Assert.Empty(Assert.Single(_line.Editor.Calls).Tools);
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_get_each_others_pieces()
    {
        using var both = new CountdownEvent(2);
        _line.Editor.Answer = async (call, _) =>
        {
            both.Signal();
            await Task.Run(() => both.Wait(Notifications.Limit, Stopped), Stopped);
            await _line.Editor.StreamAsync(call, 0, ScriptedEditor.Say($"To {call.Messages[0].Parts[0].Text}"));
            return ScriptedEditor.End(1);
        };

        ChatResponse[] responses = await Task.WhenAll(
            _model.GetResponseAsync("one", cancellationToken: Stopped), _model.GetResponseAsync("two", cancellationToken: Stopped));

        Assert.Equal(["To one", "To two"], responses.Select(response => response.Text));
    }

    [Fact]
    public async Task A_stopped_call_ends_at_once_although_the_editor_does_not_answer_and_the_editor_is_told()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource<EditorModelResult>();
        _line.Editor.Answer = async (call, cancelled) =>
        {
            cancelled.Register(() => told.TrySetResult());
            await _line.Editor.StreamAsync(call, 0, ScriptedEditor.Say("I begin."));
            return await never.Task;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in _model.GetStreamingResponseAsync(Question, cancellationToken: stop.Token))
            {
                await stop.CancelAsync();
            }
        });

        await told.Task.WaitAsync(Notifications.Limit, Stopped);
    }

    [Fact]
    public async Task A_call_that_nobody_reads_to_its_end_is_stopped_in_the_editor()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _line.Editor.Answer = async (call, cancelled) =>
        {
            cancelled.Register(() => told.TrySetResult());
            await _line.Editor.StreamAsync(call, 0, ScriptedEditor.Say("And again."));
            await told.Task.WaitAsync(Notifications.Limit, Stopped);
            return ScriptedEditor.End(1);
        };

        await foreach (ChatResponseUpdate _ in _model.GetStreamingResponseAsync(Question, cancellationToken: Stopped))
        {
            break;
        }

        await told.Task.WaitAsync(Notifications.Limit, Stopped);
    }

    [Fact]
    public async Task An_editor_that_goes_in_the_middle_of_a_call_ends_it_with_a_failure_that_says_so()
    {
        _line.Editor.Answer = async (call, _) =>
        {
            await _line.Editor.StreamAsync(call, 0, ScriptedEditor.Say("I begin."));
            return await new TaskCompletionSource<EditorModelResult>().Task;
        };

        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (ChatResponseUpdate _ in _model.GetStreamingResponseAsync(Question, cancellationToken: Stopped))
            {
                _line.Client.Dispose();
            }
        });

        Assert.Equal(ModelFailureKind.Network, failure.Kind);
        Assert.Contains("The editor is gone", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCodes.EditorModelNeedsConsent, ModelFailureKind.NeedsConsent)]
    [InlineData(ErrorCodes.EditorModelNotFound, ModelFailureKind.UnknownModel)]
    [InlineData(ErrorCodes.EditorModelBlocked, ModelFailureKind.Declined)]
    [InlineData(ErrorCodes.EditorModelQuota, ModelFailureKind.RateLimit)]
    [InlineData(ErrorCodes.EditorModelSpent, ModelFailureKind.NoCredit)]
    [InlineData(ErrorCodes.EditorModelTooLong, ModelFailureKind.ContextTooLong)]
    [InlineData(ErrorCodes.EditorModelFailed, ModelFailureKind.Server)]
    [InlineData(-32603, ModelFailureKind.Unknown)]
    public async Task A_refusal_of_the_editor_is_a_failure_of_its_kind_in_the_editors_words(int code, ModelFailureKind kind)
    {
        _line.Editor.Answer = (_, _) => throw new LocalRpcException("Do this, then that.") { ErrorCode = code };

        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(() => _model.GetResponseAsync(Question, cancellationToken: Stopped));

        Assert.Equal((kind, "Do this, then that."), (failure.Kind, failure.Message));
        Assert.Null(failure.RetryAfter);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    public async Task An_answer_with_a_piece_missing_is_none(int sequence, int pieces)
    {
        _line.Editor.Answer = async (call, _) =>
        {
            await _line.Editor.StreamAsync(call, sequence, ScriptedEditor.Say("Some of it."));
            return ScriptedEditor.End(pieces);
        };

        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(() => _model.GetResponseAsync(Question, cancellationToken: Stopped));

        Assert.Equal(ModelFailureKind.CutStream, failure.Kind);
    }

    [Fact]
    public async Task A_call_whose_arguments_are_no_object_is_no_answer()
    {
        _line.Editor.Answer = async (call, _) =>
        {
            await _line.Editor.StreamAsync(call, 0, new EditorModelPart(ToolCall: new EditorToolCall("c", "read_file", JsonElement.Parse("\"a.cs\""))));
            return ScriptedEditor.End(1, EditorModelFinish.ToolCalls);
        };

        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(() => _model.GetResponseAsync(Question, cancellationToken: Stopped));

        Assert.Equal(ModelFailureKind.Malformed, failure.Kind);
    }

    [Fact]
    public async Task A_client_that_has_never_heard_of_models_is_a_clear_refusal()
    {
        await using var line = new EditorLine(knowsModels: false);
        using var model = new EditorChatClient(line.Models, "test/one");

        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(() => model.GetResponseAsync(Question, cancellationToken: Stopped));

        Assert.Equal(ModelFailureKind.UnknownModel, failure.Kind);
        Assert.Contains("only in VS Code", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_editor_lists_is_told_with_its_window_which_is_known_from_then_on()
    {
        Assert.Null(_line.Models.WindowOf("test/one"));

        ListedModel listed = Assert.Single(await _line.Models.ListAsync(Stopped));

        Assert.Equal(new ListedModel("test/one", "One", ContextWindow: 8000), listed);
        Assert.Equal(8000, _line.Models.WindowOf("test/one"));
    }

    [Fact]
    public async Task What_a_model_takes_is_known_from_its_first_answer_on_where_nobody_asked_for_a_list()
    {
        _line.Editor.Answer = (_, _) => Task.FromResult(ScriptedEditor.End(0) with { MaxInputTokens = 6000 });

        await _model.GetResponseAsync(Question, cancellationToken: Stopped);

        Assert.Equal(6000, _line.Models.WindowOf("test/one"));
        Assert.Equal(6000, await Assert.IsType<ITellsWindow>(_model.GetService(typeof(ITellsWindow)), exactMatch: false).WindowAsync(Stopped));
    }

    [Fact]
    public async Task A_list_that_nobody_waits_for_any_more_holds_up_nobody()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stopped);
        _line.Editor.List = new TaskCompletionSource<EditorModelList>().Task;

        Task<ImmutableArray<ListedModel>> listing = _line.Models.ListAsync(stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => listing.WaitAsync(Notifications.Limit, Stopped));
    }
}
