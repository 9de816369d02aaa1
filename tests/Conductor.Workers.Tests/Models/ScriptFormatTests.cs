using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Usage;
using Conductor.Workers.Models;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models;

public sealed class ScriptFormatTests
{
    private const string TwoAttempts = """
        { "T-1": { "attempts": [
            [{ "error": { "kind": "idle", "message": "Nothing came.", "text": "Half a wo", "taken": true, "usage": { "inputTokens": 7, "outputTokens": 2 } } }],
            { "turns": [{ "reasoning": "Hm.", "text": "Second.", "finish": "length", "usage": { "inputTokens": 9, "outputTokens": 3, "cacheWriteTokens": 4 } }],
              "tier4": [{ "text": "The cause." }] } ] } }
        """;

    [Fact]
    public async Task Each_attempt_plays_its_own_turns_and_the_last_ones_go_on_for_ever()
    {
        var client = Client(TwoAttempts);

        Assert.Equal("Second.", (await AskAsync(client, attempt: 2)).Text);
        Assert.Equal("Second.", (await AskAsync(client, attempt: 3)).Text);
        await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(client, attempt: 1));
    }

    [Fact]
    public async Task Reasoning_cache_writes_and_the_answers_end_are_told_as_a_provider_tells_them()
    {
        var answer = await AskAsync(Client(TwoAttempts), attempt: 2);

        Assert.Equal("Hm.", answer.Messages.SelectMany(message => message.Contents).OfType<TextReasoningContent>().Single().Text);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(new TokenUsage(9, 3, 0, 1, ReasoningTokens: null, CacheWriteTokens: 4), UsageDetailsReading.From(answer.Usage));
    }

    [Fact]
    public async Task A_failure_says_its_own_message_after_what_had_come_and_what_it_cost()
    {
        List<ChatResponseUpdate> came = [];
        var failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (var update in Client(TwoAttempts).GetStreamingResponseAsync([], Options(1, Tier.Worker), TestContext.Current.CancellationToken))
            {
                came.Add(update);
            }
        });

        Assert.Equal((ModelFailureKind.Idle, "Nothing came.", true), (failure.Kind, failure.Message, failure.WasTaken));
        Assert.Equal("Half a wo", came.ToChatResponse().Text);
        Assert.Equal(7, failure.Usage?.InputTokenCount);
    }

    [Fact]
    public async Task Tier_4_of_an_attempt_plays_its_own_turns()
    {
        var client = Client(TwoAttempts);

        Assert.Equal("The cause.", (await AskAsync(client, attempt: 2, Tier.Qa)).Text);
        await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(client, attempt: 1, Tier.Qa));
    }

    [Fact]
    public void Tier_4_is_on_when_one_attempt_has_it() => Assert.True(Read(TwoAttempts).HasQa);

    [Fact]
    public void Everything_wrong_with_attempts_is_named_with_its_path()
    {
        ScriptReader.Read(
            """{"A":{"attempts":[]},"B":{"attempts":[[{"text":1}],{"tier4":[{"reasoning":2}]},3],"turns":[]},"C":[{"error":{"kind":"odd","usage":1}}]}""", out var problems);

        Assert.Equal(
            [
                "$['A'].attempts must be a list with at least one attempt.",
                "$['B'] has both 'attempts' and 'turns'. Keep one of them.",
                "$['B'].attempts[0][0].text must be a text.",
                "$['B'].attempts[1].turns is missing.",
                "$['B'].attempts[1].tier4[0].reasoning must be a text.",
                "$['B'].attempts[2] must be a list of turns, or an object with 'turns' and 'tier4'.",
            ],
            problems.Take(6));
        Assert.StartsWith("$['C'][0].error.kind must be one of unknown, rateLimit, ", problems[6], StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_means_nothing_is_refused_with_its_place_and_what_was_meant()
    {
        ScriptReader.Read(
            """
            { "A": [{ "txt": "Hm.", "toolCalls": [{ "name": "finish", "args": {} }], "usage": { "input": 1 } }, { "error": { "kind": "idle", "retryAfter": 1 } }],
              "B": { "turns": [], "afterAnswers": [] }, "C": { "attempts": [{ "turns": [], "tier_4": [] }] } }
            """,
            out var problems);

        Assert.Equal(
            [
                "$['A'][0] has 'txt', which means nothing there. Did you mean 'text'? It may have text, reasoning, toolCalls, usage, finish, error, delayMs.",
                "$['A'][0].toolCalls[0] has 'args', which means nothing there. It may have name, arguments, id.",
                "$['A'][0].usage has 'input', which means nothing there. It may have inputTokens, outputTokens, cachedInputTokens, reasoningTokens, cacheWriteTokens.",
                "$['A'][1].error has 'retryAfter', which means nothing there. Did you mean 'retryAfterMs'? It may have kind, retryAfterMs, message, text, usage, taken.",
                "$['B'] has 'afterAnswers', which means nothing there. Did you mean 'afterAnswer'? It may have turns, afterAnswer, attempts.",
                "$['C'].attempts[0] has 'tier_4', which means nothing there. Did you mean 'tier4'? It may have turns, tier4.",
            ],
            problems);
    }

    [Theory]
    [InlineData(".conductor/tracks/a.track.json#checkout", true)]
    [InlineData("checkout", true)]
    [InlineData("", true)]
    [InlineData(".conductor/tracks/checkout.json", false)]
    [InlineData("a.json#other-checkout", false)]
    public void A_script_that_names_its_track_has_nothing_for_tickets_of_others(string trackId, bool has) =>
        Assert.Equal(has, Read("""{ "track": "checkout", "*": [{ "text": "Hello." }] }""").Find(trackId, "T-1") is not null);

    [Fact]
    public void Every_script_is_read_as_it_was_written() => Check.One(
        Config.QuickThrowOnFailure,
        Prop.ForAll(
            Arb.From(Scripts),
            script => ScriptWriter.Write(ScriptReader.Read(ScriptWriter.Write(script), out var problems) ?? throw new InvalidOperationException(string.Join(' ', problems)))
                == ScriptWriter.Write(script)));

    private static Gen<string> Texts => Gen.Elements("", "It works.", "a \"quoted\"\n\tline \\ <b>&é𝄞", "sk", "{}");

    private static Gen<TokenUsage?> Usages => Gen.Elements<TokenUsage?>(
        null, new TokenUsage(1, 2, 0, 1), new TokenUsage(10, 5, 3, 1, ReasoningTokens: 2), new TokenUsage(10, 5, 3, 1, ReasoningTokens: 0, CacheWriteTokens: 4));

    private static Gen<ScriptError> Errors =>
        from kind in Gen.Elements(Enum.GetValues<ModelFailureKind>())
        from wait in Gen.Elements<TimeSpan?>(null, TimeSpan.FromMilliseconds(5))
        from message in Texts.OrNull()
        from text in Texts.OrNull()
        from usage in Usages
        from taken in Gen.Elements<bool?>(null, true, false)
        select new ScriptError(kind, wait) { Message = message, Text = text, Usage = usage, WasTaken = taken };

    private static Gen<ScriptToolCall> Calls =>
        from name in Gen.Elements("write_file", "finish")
        from arguments in Gen.Elements("{}", """{"path":"a \"b\"","lines":[1,2.50,null],"deep":{"x":true}}""")
        from id in Texts.OrNull()
        select new ScriptToolCall(name, JsonElement.Parse(arguments), id);

    private static Gen<ScriptTurn> Turns =>
        from text in Texts
        from reasoning in Texts
        from calls in Calls.ListOf(2)
        from usage in Usages
        from delay in Gen.Choose(0, 2)
        from finish in Gen.Elements(null, "length")
        from errors in Errors.ListOf(1)
        from isAnswer in Gen.Elements(true, true, false)
        select isAnswer
            ? new ScriptTurn(text, [.. calls], usage, TimeSpan.FromMilliseconds(delay), [.. errors]) { Reasoning = reasoning, Finish = finish }
            : new ScriptTurn("", [], null, TimeSpan.Zero, [.. errors]) { IsAnswer = false };

    private static Gen<ImmutableArray<ScriptTurn>> Conversations => Turns.ListOf(3).Select(turns => turns.ToImmutableArray());

    private static Gen<TicketScript> Tickets => Gen.OneOf(
        Conversations.Select(turns => new TicketScript(turns)),
        Conversations.Two().Select(both => new TicketScript(both.Item1, both.Item2)),
        Conversations.Three().Select(all => new TicketScript([]) { Attempts = [new AttemptScript(all.Item1), new AttemptScript(all.Item2, all.Item3)] }));

    private static Gen<ModelScript> Scripts =>
        from one in Tickets
        from other in Tickets
        from qa in Conversations
        from track in Gen.Elements(null, "checkout")
        select new ModelScript(ImmutableDictionary<string, TicketScript>.Empty.Add("T-1", one).Add("*", other), qa.IsEmpty ? null : qa) { Track = track };

    private static ModelScript Read(string json) =>
        ScriptReader.Read(json, out var problems) ?? throw new InvalidOperationException(string.Join(' ', problems));

    private static ScriptChatClient Client(string json) => new(Read(json), new ScriptPlayback("s.json", TimeProvider.System));

    private static Task<ChatResponse> AskAsync(ScriptChatClient client, int attempt, Tier tier = Tier.Worker) =>
        client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello")], Options(attempt, tier), TestContext.Current.CancellationToken);

    private static ChatOptions Options(int attempt, Tier tier)
    {
        var options = new ChatOptions();
        new CallTags("T-1", attempt, tier, 0, HasAnswer: false).Mark(options);
        return options;
    }
}
