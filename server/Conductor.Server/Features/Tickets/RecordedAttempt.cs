using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.Json;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Storage;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Features.Tickets;

/// <summary>Makes a script's attempt of what the journal has of one attempt, event by event.</summary>
internal sealed class RecordedAttempt
{
    /// <summary>The wait before a call is made again, where nobody wants to wait: none at all would leave the length to the worker.</summary>
    public static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(1);

    private readonly ImmutableArray<ScriptTurn>.Builder _turns = ImmutableArray.CreateBuilder<ScriptTurn>();
    private readonly RecordedExplanations _qa = new();
    private readonly List<ScriptError> _errors = [];
    private ScriptError? _unanswered;
    private bool _isAsked;
    private DateTimeOffset _askedAt;

    /// <summary>No worker had begun it, so the engine counts another one in its place.</summary>
    public bool IsWithdrawn { get; private set; }

    /// <summary>It gave the ticket an outcome that others may build on.</summary>
    public bool IsAccepted { get; private set; }

    /// <summary>A model was asked.</summary>
    public bool HasCalls { get; private set; }

    /// <summary>The model that the ticket names for itself; null when it takes the run's.</summary>
    public string? OwnModel { get; private set; }

    /// <summary>Calls that cannot be played again, because they were stopped.</summary>
    public int StoppedCalls { get; private set; }

    /// <summary>Calls that failed for a reason that the journal does not have.</summary>
    public int UnknownFailures { get; private set; }

    /// <summary>Takes what happened next.</summary>
    public void Add(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case TrackEvent.AttemptPrepared prepared:
                OwnModel = prepared.Definition.Model;
                break;
            case TrackEvent.AttemptWithdrawn:
                IsWithdrawn = true;
                break;
            case TrackEvent.ModelCallStarted { Tier: Tier.Worker }:
                Fail();
                (_isAsked, _askedAt, HasCalls) = (true, entry.At, true);
                break;
            case TrackEvent.ModelAnswered { Tier: Tier.Worker } answered:
                Answer(answered, entry.At);
                break;
            case TrackEvent.ModelCallFailed { Tier: Tier.Worker } failed:
                Fail(failed, entry.At);
                break;
            case TrackEvent.ModelAnswered or TrackEvent.ModelCallFailed:
                _qa.Add(entry);
                break;
            case TrackEvent.AttemptResumed:
                StoppedCalls += _isAsked ? 1 : 0;
                (_isAsked, _unanswered) = (false, null);
                break;
            case TrackEvent.AttemptEnded ended:
                End(ended.Outcome);
                break;
            default:
                break;
        }
    }

    /// <summary>What is played in this attempt.</summary>
    public AttemptScript ToScript()
    {
        ImmutableArray<ScriptTurn> turns = _errors.Count == 0 ? _turns.ToImmutable() : [.. _turns, new ScriptTurn("", [], null, TimeSpan.Zero, [.. _errors]) { IsAnswer = false }];
        return new AttemptScript(turns, _qa.ToScript());
    }

    private void Answer(TrackEvent.ModelAnswered answered, DateTimeOffset at)
    {
        if (answered.Messages is null)
        {
            // Only booked: it failed or was stopped, which shows by what follows.
            _unanswered = new ScriptError(answered.Text.Length > 0 ? ModelFailureKind.CutStream : ModelFailureKind.Server, AtOnce)
            {
                Text = Secrets.Clean(answered.Text),
                Usage = Reported(answered),
            };
            return;
        }

        AIContent[] contents = [.. MessageJson.Read(answered.Messages).SelectMany(message => message.Contents)];
        _turns.Add(new ScriptTurn(
            Secrets.Clean(string.Concat(contents.OfType<TextContent>().Select(text => text.Text))),
            [.. contents.OfType<FunctionCallContent>().Select(ToCall)],
            Reported(answered),
            at > _askedAt ? at - _askedAt : TimeSpan.Zero,
            [.. _errors])
        {
            Finish = answered.Finish,
            Reasoning = Secrets.Clean(string.Concat(contents.OfType<TextReasoningContent>().Select(thought => thought.Text))),
        });
        _errors.Clear();
        (_isAsked, _unanswered) = (false, null);
    }

    /// <summary>What one failed with, as it was recorded. That a call waited for its turn, or for a permission, is no failure in a replay.</summary>
    private void Fail(TrackEvent.ModelCallFailed failed, DateTimeOffset at)
    {
        if (_isAsked && failed.Kind is not (ModelWait.Limit or ModelWait.Consent))
        {
            _errors.Add(ErrorOf(failed, at, _unanswered));
        }

        (_isAsked, _unanswered) = (false, null);
    }

    /// <summary>A failure as a script has it.</summary>
    /// <param name="booked">What was booked of the call; null when it cost nothing.</param>
    public static ScriptError ErrorOf(TrackEvent.ModelCallFailed failed, DateTimeOffset at, ScriptError? booked)
    {
        ModelFailureKind kind = ModelFailureKinds.KindOf(failed.Kind) ?? ModelFailureKind.Unknown;
        bool isTakenByKind = new ModelCallException(kind, "").WasTaken;
        return new ScriptError(kind, failed.RetryAt is { } retry ? Longer(retry - at, AtOnce) : null)
        {
            Message = Secrets.Clean(failed.Message),
            Text = booked?.Text ?? "",
            Usage = booked?.Usage,
            WasTaken = isTakenByKind == booked is not null || booked is { Usage: not null } ? null : booked is not null,
        };
    }

    /// <summary>The call before has given no answer, and the worker asks again: journals of older versions do not say why.</summary>
    private void Fail()
    {
        if (_unanswered is { } failure)
        {
            _errors.Add(failure);
        }
        else if (_isAsked)
        {
            UnknownFailures++;
        }

        (_isAsked, _unanswered) = (false, null);
    }

    /// <summary>A ticket that failed while its model was asked has failed by that, and says so.</summary>
    private void End(TicketOutcome outcome)
    {
        IsAccepted = outcome.IsAccepted;
        if (_isAsked && outcome is TicketOutcome.Failed failed)
        {
            ScriptError failure = _unanswered ?? new ScriptError(ModelFailureKind.Unknown, null);
            _errors.Add(failure with { Kind = ModelFailureKind.Unknown, Message = Secrets.Clean(failed.Error) });
        }
        else if (_isAsked)
        {
            StoppedCalls++;
        }

        (_isAsked, _unanswered) = (false, null);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>What was counted from the texts is counted from them again.</summary>
    public static TokenUsage? Reported(TrackEvent.ModelAnswered answered) => answered.Estimated ? null : answered.Usage;

    private static ScriptToolCall ToCall(FunctionCallContent call)
    {
        JsonNode? arguments = JsonNode.Parse(MessageJson.Arguments(call));
        return new ScriptToolCall(Secrets.Clean(call.Name), JsonSerializer.SerializeToElement(Cleaned(arguments)), Secrets.Clean(call.CallId));
    }

    private static JsonNode? Cleaned(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Secrets.Clean(member.Key), Cleaned(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Cleaned)]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(Secrets.Clean(text)),
        _ => node?.DeepClone(),
    };
}
