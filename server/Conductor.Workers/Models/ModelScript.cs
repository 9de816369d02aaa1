using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Usage;

namespace Conductor.Workers.Models;

/// <summary>A recorded conversation, by ticket.</summary>
/// <param name="Tickets">By ticket id; <c>*</c> stands for any other ticket.</param>
/// <param name="Qa">Tier 4's turns; null when tier 4 is off.</param>
public sealed record ModelScript(ImmutableDictionary<string, TicketScript> Tickets, ImmutableArray<ScriptTurn>? Qa)
{
    /// <summary>The key for any ticket that has no own part.</summary>
    public const string AnyTicket = "*";

    /// <summary>The key of tier 4's turns.</summary>
    public const string QaKey = "tier4";

    /// <summary>The key of the track that a script is for.</summary>
    public const string TrackKey = "track";

    /// <summary>The id of the only track whose tickets it plays, as the track's file has it; null to play those of any.</summary>
    public string? Track { get; init; }

    /// <summary>A script that knows no ticket.</summary>
    public static ModelScript Empty { get; } = new(ImmutableDictionary<string, TicketScript>.Empty, Qa: null);

    /// <summary>Some call of tier 4 is answered.</summary>
    public bool HasQa => Qa is not null || Tickets.Values.SelectMany(ticket => ticket.Attempts ?? []).Any(attempt => attempt.Qa is not null);

    /// <summary>The part of one ticket; null when neither it nor <c>*</c> is there, or its track is not the script's.</summary>
    /// <param name="trackId">Of a file with an id of its own it ends in <c>#</c> and that id; empty where it is not known, which fits any script.</param>
    public TicketScript? Find(string trackId, string ticketId) =>
        Track is { } track && trackId.Length > 0 && trackId != track && !trackId.EndsWith($"#{track}", StringComparison.Ordinal)
            ? null
            : Tickets.GetValueOrDefault(ticketId) ?? Tickets.GetValueOrDefault(AnyTicket);
}

/// <summary>What is played for one ticket.</summary>
/// <param name="AfterAnswer">Played instead in attempts that carry a person's answer; null to play the same turns.</param>
public sealed record TicketScript(ImmutableArray<ScriptTurn> Turns, ImmutableArray<ScriptTurn>? AfterAnswer = null)
{
    /// <summary>What is played in each attempt, from the first on; the last of them also in every later one. Null: all play the turns above.</summary>
    public ImmutableArray<AttemptScript>? Attempts { get; init; }

    /// <summary>What is played in one attempt.</summary>
    /// <param name="attempt">From 1.</param>
    /// <param name="hasAnswer">It carries a person's answer.</param>
    public AttemptScript For(int attempt, bool hasAnswer) => Attempts is { IsEmpty: false } attempts
        ? attempts[Math.Clamp(attempt, 1, attempts.Length) - 1]
        : new AttemptScript(hasAnswer && AfterAnswer is { } after ? after : Turns);
}

/// <summary>What is played in one attempt at a ticket.</summary>
/// <param name="Qa">Tier 4's turns in this attempt; null to play those of the whole script.</param>
public sealed record AttemptScript(ImmutableArray<ScriptTurn> Turns, ImmutableArray<ScriptTurn>? Qa = null);

/// <summary>One answer of a scripted model.</summary>
/// <param name="Text">What it says; may be empty.</param>
/// <param name="Usage">Null: nothing is reported, and whoever books it counts the texts.</param>
/// <param name="Delay">How long the answer takes.</param>
/// <param name="Errors">Failures before the answer, in order; each happens once per ticket and attempt, but a refused key every time.</param>
public sealed record ScriptTurn(
    string Text,
    ImmutableArray<ScriptToolCall> ToolCalls,
    TokenUsage? Usage,
    TimeSpan Delay,
    ImmutableArray<ScriptError> Errors)
{
    /// <summary>What it thinks before it says anything; may be empty.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>Why the answer ends, in a provider's word, for example <c>length</c>; null where it is not said.</summary>
    public string? Finish { get; init; }

    /// <summary>False for the end of a script that has failures after its last answer.</summary>
    public bool IsAnswer { get; init; } = true;
}

/// <summary>A tool call of a scripted model.</summary>
/// <param name="Arguments">A JSON object.</param>
/// <param name="Id">Null: one is made from turn and position.</param>
public sealed record ScriptToolCall(string Name, JsonElement Arguments, string? Id = null);

/// <summary>A failure of a scripted model.</summary>
/// <param name="RetryAfter">What the provider asks to wait; null when it does not say.</param>
public sealed record ScriptError(ModelFailureKind Kind, TimeSpan? RetryAfter)
{
    /// <summary>What went wrong, for people; null for words that go with the kind.</summary>
    public string? Message { get; init; }

    /// <summary>What came of the answer before it failed; null: half of the turn's text where a stream is cut, else nothing.</summary>
    public string? Text { get; init; }

    /// <summary>What the call cost all the same; null: nothing is reported.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>Whether the call is to be paid for although nothing of it has come; null: as the kind has it.</summary>
    public bool? WasTaken { get; init; }
}
