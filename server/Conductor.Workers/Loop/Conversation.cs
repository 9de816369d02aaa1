using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers.Calls;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>
/// An attempt's conversation: a fold of its recorded steps, so that a resumed worker says to the model exactly what it would have said
/// without the interruption. Used by one worker; not thread-safe.
/// </summary>
internal sealed class Conversation
{
    private readonly AttemptStart _start;
    private readonly Dictionary<string, string> _startedWith;
    // What each call was, by its id: for people, and for the model.
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<ImmutableArray<FunctionCallContent>> _calls = [];
    private readonly HashSet<string> _shortened = new(StringComparer.Ordinal);
    private int _qaTurns;

    public Conversation(AttemptStart start)
    {
        _start = start;
        Steps = start.Steps;
        _startedWith = start.Calls
            .Where(call => call.Value.StartedWith is not null)
            .ToDictionary(call => call.Key, call => call.Value.StartedWith ?? "", StringComparer.Ordinal);
        foreach (var turn in Steps.OfType<AttemptStep.ModelTurn>())
        {
            Take(turn);
        }
        _shortened.UnionWith(Steps.OfType<AttemptStep.Shortened>().SelectMany(step => step.CallIds));
        _qaTurns = Told("acceptance") + Steps.OfType<AttemptStep.ToolResult>().Count(IsFailedCommand);
    }

    /// <summary>What has been recorded, in order.</summary>
    public ImmutableList<AttemptStep> Steps { get; private set; }

    /// <summary>The model's answers so far.</summary>
    public int Turns { get; private set; }

    /// <summary>The tool calls of the latest answer, in order.</summary>
    public ImmutableArray<FunctionCallContent> Calls { get; private set; } = [];

    /// <summary>What the latest answer said.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The latest answer was cut because it had grown too long.</summary>
    public bool IsTruncated { get; private set; }

    /// <summary>How often in a row, up to now, the worker was told to go on with a truncated answer.</summary>
    public int Continued => Steps.Reverse()
        .TakeWhile(step => step is AttemptStep.ModelTurn or AttemptStep.Told { Kind: WorkerTexts.ContinueKind })
        .Count(step => step is AttemptStep.Told);

    /// <summary>The calls of the latest answers, the newest first.</summary>
    public IEnumerable<ImmutableArray<FunctionCallContent>> LatestCalls => _calls.AsEnumerable().Reverse();

    /// <summary>True while the latest answer has not been dealt with: nothing was told to the worker after it.</summary>
    public bool IsOpen => Turns > 0 && !Steps.Skip(LatestTurn()).Any(step => step is AttemptStep.Told);

    /// <summary>True when the worker had been asked for a verdict just before its latest answer.</summary>
    public bool WasNudged => Steps.Take(LatestTurn()).Reverse()
        .TakeWhile(step => step is not AttemptStep.ModelTurn)
        .Any(step => step is AttemptStep.Told { Kind: "nudge" });

    /// <summary>How often the worker has been told something of this kind.</summary>
    public int Told(string kind) => Steps.OfType<AttemptStep.Told>().Count(told => told.Kind == kind);

    /// <summary>The same since its work came back to it last, if it did.</summary>
    public int ToldInRound(string kind) => Steps.Reverse()
        .TakeWhile(step => step is not AttemptStep.Told { Kind: WorkReturns.Review or WorkReturns.Conflict })
        .Count(step => step is AttemptStep.Told told && told.Kind == kind);

    /// <summary>Calls of tier 4 before the next one. It keeps no conversation, so after an interruption they are told from what they explained.</summary>
    public int NextQaTurn() => _qaTurns++;

    /// <summary>Adds what has just been recorded.</summary>
    public void Add(AttemptStep step)
    {
        Steps = Steps.Add(step);
        if (step is AttemptStep.Shortened shortened)
        {
            _shortened.UnionWith(shortened.CallIds);
        }
    }

    /// <summary>Adds the model's answer; its calls must have ids of their own (see <see cref="WithOwnCallIds"/>).</summary>
    public void AddAnswer(string messages, string? finish)
    {
        var turn = new AttemptStep.ModelTurn(Turns, messages, finish);
        Add(turn);
        Take(turn);
    }

    /// <summary>Notes the arguments that a call is run with.</summary>
    public void Started(string callId, string arguments) => _startedWith[callId] = arguments;

    /// <summary>The arguments that a call was run with; null when it was not.</summary>
    public string? StartedWith(string callId) => _startedWith.GetValueOrDefault(callId);

    /// <summary>The result of a call; null while there is none.</summary>
    public AttemptStep.ToolResult? ResultOf(string callId) =>
        Steps.OfType<AttemptStep.ToolResult>().LastOrDefault(result => result.CallId == callId);

    /// <summary>The answer with an id of its own for every call that has none, or one that was used before.</summary>
    public IList<ChatMessage> WithOwnCallIds(IList<ChatMessage> answer) => OwnCallIds.In(answer, _names.Keys, Turns);

    /// <summary>The results of tool calls, oldest first, and whether the model has yet to read them.</summary>
    public IEnumerable<(AttemptStep.ToolResult Result, bool IsLatest)> Results()
    {
        var latest = LatestTurn();
        return Steps.Index().Where(step => step.Item is AttemptStep.ToolResult).Select(step => ((AttemptStep.ToolResult)step.Item, step.Index > latest));
    }

    /// <summary>True when the model is sent a note in place of this call's result.</summary>
    public bool IsShortened(string callId) => _shortened.Contains(callId);

    /// <summary>What the model is sent in place of a result.</summary>
    public string NoteOn(AttemptStep.ToolResult result) => WorkerTexts.LeftOut(_names.GetValueOrDefault(result.CallId) ?? "a tool", result);

    /// <summary>What every call begins with: who the worker is, the track's context, and the prompt.</summary>
    public List<ChatMessage> Beginning()
    {
        List<AIContent> system = [new TextContent(WorkerTexts.Role)];
        if (_start.Context.Length > 0)
        {
            system.Add(new TextContent(_start.Context));
        }
        return [new(ChatRole.System, system), new(ChatRole.User, _start.Prompt)];
    }

    /// <summary>Everything the model is sent, from the beginning.</summary>
    public List<ChatMessage> Messages()
    {
        var messages = Beginning();
        ChatMessage? results = null;
        foreach (var step in Steps)
        {
            switch (step)
            {
                case AttemptStep.ModelTurn turn:
                    results = null;
                    messages.AddRange(MessageJson.Read(turn.Messages));
                    break;
                case AttemptStep.ToolResult result:
                    if (results is null)
                    {
                        results = new ChatMessage(ChatRole.Tool, []);
                        messages.Add(results);
                    }
                    results.Contents.Add(ContentOf(result));
                    break;
                case AttemptStep.Told told:
                    messages.Add(new ChatMessage(ChatRole.User, told.Text));
                    break;
            }
        }
        return messages;
    }

    private void Take(AttemptStep.ModelTurn turn)
    {
        var contents = MessageJson.Read(turn.Messages).SelectMany(message => message.Contents).ToList();
        Turns++;
        Calls = [.. contents.OfType<FunctionCallContent>()];
        _calls.Add(Calls);
        Text = string.Concat(contents.OfType<TextContent>().Select(content => content.Text));
        IsTruncated = turn.Finish == ChatFinishReason.Length.Value;
        foreach (var call in Calls)
        {
            _names[call.CallId] = $"{call.Name} {MessageJson.Arguments(call)}";
        }
    }

    private FunctionResultContent ContentOf(AttemptStep.ToolResult result)
    {
        var content = new FunctionResultContent(result.CallId, IsShortened(result.CallId) ? NoteOn(result) : result.Text);
        if (result.Failed)
        {
            content.AdditionalProperties = new AdditionalPropertiesDictionary { [FailedResults.Key] = true };
        }
        return content;
    }

    private bool IsFailedCommand(AttemptStep.ToolResult result) =>
        result.Failed && _start.Calls.GetValueOrDefault(result.CallId) is { StartedWith: not null, Proposal.Risk: ToolRisk.Command, Doubt: null or { Choice: ApprovalChoice.RunAgain } };

    private int LatestTurn() => Steps.FindLastIndex(step => step is AttemptStep.ModelTurn);
}
