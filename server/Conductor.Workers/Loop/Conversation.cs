using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Workers.Models;
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
    private readonly HashSet<string> _callIds = new(StringComparer.Ordinal);
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
            Take(MessageJson.Read(turn.Messages));
        }
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

    /// <summary>True while the latest answer has not been dealt with: nothing was told to the worker after it.</summary>
    public bool IsOpen => Turns > 0 && !Steps.Skip(LatestTurn()).Any(step => step is AttemptStep.Told);

    /// <summary>True when the worker had been asked for a verdict just before its latest answer.</summary>
    public bool WasNudged => Steps.Take(LatestTurn()).Reverse()
        .TakeWhile(step => step is not AttemptStep.ModelTurn)
        .Any(step => step is AttemptStep.Told { Kind: "nudge" });

    /// <summary>How often the worker has been told something of this kind.</summary>
    public int Told(string kind) => Steps.OfType<AttemptStep.Told>().Count(told => told.Kind == kind);

    /// <summary>Calls of tier 4 before the next one. It keeps no conversation, so after an interruption they are told from what they explained.</summary>
    public int NextQaTurn() => _qaTurns++;

    /// <summary>Adds what has just been recorded.</summary>
    public void Add(AttemptStep step) => Steps = Steps.Add(step);

    /// <summary>Adds the model's answer; its calls must have ids of their own (see <see cref="WithOwnCallIds"/>).</summary>
    public void AddAnswer(string messages)
    {
        Add(new AttemptStep.ModelTurn(Turns, messages));
        Take(MessageJson.Read(messages));
    }

    /// <summary>Notes the arguments that a call is run with.</summary>
    public void Started(string callId, string arguments) => _startedWith[callId] = arguments;

    /// <summary>The arguments that a call was run with; null when it was not.</summary>
    public string? StartedWith(string callId) => _startedWith.GetValueOrDefault(callId);

    /// <summary>The result of a call; null while there is none.</summary>
    public AttemptStep.ToolResult? ResultOf(string callId) =>
        Steps.OfType<AttemptStep.ToolResult>().LastOrDefault(result => result.CallId == callId);

    /// <summary>The answer with an id of its own for every call that has none, or one that was used before.</summary>
    public IList<ChatMessage> WithOwnCallIds(IList<ChatMessage> answer)
    {
        var used = new HashSet<string>(_callIds, StringComparer.Ordinal);
        var position = 0;
        foreach (var message in answer)
        {
            for (var index = 0; index < message.Contents.Count; index++)
            {
                if (message.Contents[index] is FunctionCallContent call)
                {
                    message.Contents[index] = WithOwnId(call, used, $"{Turns}-{position}");
                    position++;
                }
            }
        }
        return answer;
    }

    /// <summary>Everything the model is sent, from the beginning.</summary>
    public List<ChatMessage> Messages()
    {
        List<AIContent> system = [new TextContent(WorkerTexts.Role)];
        if (_start.Context.Length > 0)
        {
            system.Add(new TextContent(_start.Context));
        }
        List<ChatMessage> messages = [new(ChatRole.System, system), new(ChatRole.User, _start.Prompt)];
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
                    results.Contents.Add(new FunctionResultContent(result.CallId, result.Text));
                    break;
                case AttemptStep.Told told:
                    messages.Add(new ChatMessage(ChatRole.User, told.Text));
                    break;
            }
        }
        return messages;
    }

    private void Take(IList<ChatMessage> answer)
    {
        Turns++;
        Calls = [.. answer.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        Text = string.Concat(answer.SelectMany(message => message.Contents).OfType<TextContent>().Select(content => content.Text));
        _callIds.UnionWith(Calls.Select(call => call.CallId));
    }

    private bool IsFailedCommand(AttemptStep.ToolResult result) =>
        result.Failed && _start.Calls.GetValueOrDefault(result.CallId) is { StartedWith: not null, Proposal.Risk: ToolRisk.Command, Doubt: null or { Choice: ApprovalChoice.RunAgain } };

    private int LatestTurn() => Steps.FindLastIndex(step => step is AttemptStep.ModelTurn);

    /// <summary>Beside the id nothing of the call is changed: providers sign it.</summary>
    private static FunctionCallContent WithOwnId(FunctionCallContent call, HashSet<string> used, string otherwise)
    {
        if (!string.IsNullOrEmpty(call.CallId) && used.Add(call.CallId))
        {
            return call;
        }
        var id = otherwise;
        while (!used.Add(id))
        {
            id += "'";
        }
        return new FunctionCallContent(id, call.Name, call.Arguments) { AdditionalProperties = call.AdditionalProperties };
    }
}
