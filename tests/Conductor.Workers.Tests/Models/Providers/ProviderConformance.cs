using System.Net;
using System.Net.Sockets;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>What every provider must do alike. A provider passes it by deriving from it.</summary>
public abstract class ProviderConformance(FakeProviders fake) : ProviderBed(fake)
{
    [Theory]
    [InlineData("text")]
    [InlineData("unicode")]
    [InlineData("tool")]
    [InlineData("toolWithoutArguments")]
    [InlineData("parallelTools")]
    [InlineData("toolsTwoTurns")]
    [InlineData("thoughts")]
    [InlineData("usageCached")]
    [InlineData("truncated")]
    [InlineData("truncatedInToolCall")]
    [InlineData("empty")]
    [InlineData("hugeToolCall")]
    [InlineData("slowDrip")]
    public async Task An_answer_is_read_as_it_was_meant(string scenario) => await PlayAsync(scenario);

    [Theory]
    [InlineData("text")]
    [InlineData("toolsTwoTurns")]
    [InlineData("thoughts")]
    [InlineData("usageCached")]
    [InlineData("truncated")]
    [InlineData("rateLimitThenText")]
    public async Task An_answer_that_is_not_streamed_is_read_alike(string scenario) => await PlayAsync(scenario, streamed: false);

    [Theory]
    [InlineData("blockedPrompt")]
    [InlineData("blockedAnswer")]
    public async Task What_rules_on_content_stop_is_said_to_be_declined_and_is_paid_for(string scenario) => await PlayAsync(scenario);

    [Theory]
    [InlineData("rateLimitThenText")]
    [InlineData("rateLimitNoHintThenText")]
    [InlineData("overloadedThenText")]
    [InlineData("serverErrorThenText")]
    [InlineData("proxyError")]
    [InlineData("cutThenText")]
    [InlineData("cutBeforeFirstByte")]
    [InlineData("cutInToolCallThenText")]
    [InlineData("errorInStream")]
    [InlineData("invalidJson")]
    [InlineData("contextTooLong")]
    public async Task A_failure_is_of_the_kind_that_the_worker_can_act_on(string scenario) => await PlayAsync(scenario);

    [Fact]
    public async Task A_call_whose_arguments_are_no_json_cannot_be_run() => await PlayAsync("invalidArguments");

    [Theory]
    [InlineData("@crlf")]
    [InlineData("@cr")]
    [InlineData("@noSpace")]
    [InlineData("@comments")]
    [InlineData("@splitData")]
    [InlineData("@byte")]
    [InlineData("@crlf@byte")]
    [InlineData("@splitData@crlf@comments@bytes=7")]
    public async Task How_the_bytes_are_laid_out_makes_no_difference(string variant)
    {
        await PlayAsync($"text{variant}");
        await PlayAsync($"unicode{variant}");
        await PlayAsync($"tool{variant}");
    }

    [Fact]
    public async Task An_answer_that_is_cut_anywhere_is_never_taken_for_a_whole_one()
    {
        var scenario = await ScenarioAsync("text");
        var whole = 0;
        for (var at = 0; at < scenario.Bytes; at++)
        {
            var outcome = await CallAsync($"text@cut={at}");
            if (outcome.Failure is null)
            {
                Assert.Equal(scenario.Turns[0].Text, outcome.Text);
                Assert.Equal(ChatFinishReason.Stop, outcome.Response.FinishReason);
                whole++;
                continue;
            }
            Assert.StartsWith(outcome.Text, scenario.Turns[0].Text, StringComparison.Ordinal);
            outcome.MustFailAs(ModelFailureKind.CutStream);
        }
        Assert.InRange(whole, 0, scenario.Bytes / 2);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("hangBeforeFirstByte")]
    public async Task Stopping_a_call_is_silent_and_closes_its_connection(string name)
    {
        var expected = (await ScenarioAsync(name)).Turns[0].Text;
        using var client = Client(name);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var said = "";
        var call = Task.Run(
            async () =>
            {
                await foreach (var update in client.GetStreamingResponseAsync(Prompt(), Options(), stop.Token))
                {
                    said += update.Text;
                    if (said == expected)
                    {
                        await stop.CancelAsync();
                    }
                }
            },
            TestContext.Current.CancellationToken);
        await Session.WaitAsync(1, over: false);
        if (expected.Length == 0)
        {
            await stop.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(expected, said);
        var request = Assert.Single(await Session.WaitAsync(1, over: true));
        Assert.Equal("clientClosed", request.GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Whoever_leaves_an_answer_closes_its_connection()
    {
        await ScenarioAsync("hang");
        using var client = Client("hang");
        await foreach (var _ in client.GetStreamingResponseAsync(Prompt(), Options(), TestContext.Current.CancellationToken))
        {
            break;
        }

        var request = Assert.Single(await Session.WaitAsync(1, over: true));
        Assert.Equal("clientClosed", request.GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Many_calls_at_a_time_do_not_mix()
    {
        using var client = Client("toolsTwoTurns@bytes=40");
        var scenario = await ScenarioAsync("toolsTwoTurns");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => ProviderOutcome.OfAsync(client, Prompt(), Options())));

        Assert.All(outcomes, outcome => outcome.MustBe(scenario.Turns[0]));
    }

    [Fact]
    public async Task A_call_is_made_once_whatever_comes_of_it()
    {
        await CallAsync("serverErrorThenText");

        Assert.Single(await Session.RequestsAsync());
    }

    [Fact]
    public async Task What_is_said_arrives_letter_by_letter()
    {
        const string odd = "Tab\t, \"quotes\", \\ back, </script>, \u2028, 👩‍👩‍👧, e\u0301, \0, 日本語\r\n";
        using var client = Client("text");

        await ProviderOutcome.OfAsync(client, Prompt(odd), Options());

        Assert.Contains(odd, Texts(await Session.BodyAsync()));
    }

    [Fact]
    public async Task A_result_of_a_call_arrives_letter_by_letter()
    {
        const string odd = "{\"not\": an object}, \u2028 👩‍👩‍👧 \0";
        using var client = Client("toolsTwoTurns");
        var first = await ProviderOutcome.OfAsync(client, Prompt(), Options());
        var results = first.Calls.Select(call => new FunctionResultContent(call.CallId, odd)).ToList<AIContent>();

        var second = await ProviderOutcome.OfAsync(
            client, [.. Prompt(), .. first.Response.Messages, new ChatMessage(ChatRole.Tool, results)], Options());

        Assert.Null(second.Failure);
        Assert.Equal(2, Texts(await Session.BodyAsync(1)).Count(text => text == odd));
    }

    [Fact]
    public async Task Nothing_that_the_worker_marks_its_calls_with_goes_out()
    {
        using var client = Client("text");
        var options = Options();
        new CallTags("T-secret", 1, Core.Usage.Tier.Worker, 0, HasAnswer: false).Mark(options);

        await ProviderOutcome.OfAsync(client, Prompt(), options);

        Assert.DoesNotContain("T-secret", (await Session.BodyAsync()).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad-key", ModelFailureKind.Auth)]
    [InlineData("echo-good-key-8b1f3c", ModelFailureKind.Auth)]
    [InlineData("forbidden-key", ModelFailureKind.Auth)]
    [InlineData("poor-key", ModelFailureKind.NoCredit)]
    public async Task A_key_that_is_refused_is_said_to_be_and_is_not_repeated(string key, ModelFailureKind kind)
    {
        Assert.SkipUnless(Provider.NeedsKey, $"{Provider.Label} takes no key.");
        using var client = Client("text", key);

        foreach (var streamed in new[] { true, false })
        {
            var outcome = await ProviderOutcome.OfAsync(client, Prompt(), Options(), streamed);

            outcome.MustFailAs(kind);
            Assert.DoesNotContain(key, outcome.Failure?.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key\nwith a break")]
    public async Task A_key_that_cannot_be_one_is_not_sent(string? key)
    {
        Assert.SkipUnless(Provider.NeedsKey, $"{Provider.Label} takes no key.");
        using var client = Client("text", key);

        (await ProviderOutcome.OfAsync(client, Prompt(), Options())).MustFailAs(ModelFailureKind.Auth);

        Assert.Empty(await Session.RequestsAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_there_is_not_is_named(bool streamed)
    {
        using var client = Provider.Client("no-such-model", AccessTo("text"));

        var outcome = await ProviderOutcome.OfAsync(client, Prompt(), Options(), streamed);

        outcome.MustFailAs(ModelFailureKind.UnknownModel);
        Assert.Contains("no-such-model", outcome.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_nobody_listens_the_address_is_named_and_nothing_was_taken(bool streamed)
    {
        var address = UnusedAddress();
        using var client = Provider.Client(Model, AccessTo("text") with { Address = address });

        var outcome = await ProviderOutcome.OfAsync(client, Prompt(), Options(), streamed);

        outcome.MustFailAs(ModelFailureKind.Network);
        Assert.Contains(address.Authority, outcome.Failure?.Message, StringComparison.Ordinal);
        Assert.False(outcome.Failure?.WasTaken);
    }

    [Fact]
    public async Task Its_models_are_listed_over_all_pages()
    {
        var models = await Provider.ListAsync(AccessTo("text"), TestContext.Current.CancellationToken);

        Assert.Equal(ListedNames.Order(StringComparer.Ordinal), models.Select(model => model.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_list_that_cannot_be_had_says_why()
    {
        var nowhere = AccessTo("text") with { Address = UnusedAddress() };
        var failure = await Assert.ThrowsAsync<ModelCallException>(() => Provider.ListAsync(nowhere, TestContext.Current.CancellationToken));
        Assert.Equal(ModelFailureKind.Network, failure.Kind);

        Assert.SkipUnless(Provider.NeedsKey, $"{Provider.Label} takes no key.");
        var refused = await Assert.ThrowsAsync<ModelCallException>(
            () => Provider.ListAsync(AccessTo("text", "bad-key"), TestContext.Current.CancellationToken));
        Assert.Equal(ModelFailureKind.Auth, refused.Kind);
    }

    /// <summary>The names of all models that can answer, as the fake lists them.</summary>
    protected abstract IReadOnlyList<string> ListedNames { get; }

    private static Uri UnusedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new Uri($"http://127.0.0.1:{port}");
    }
}
