using System.Text.Json;
using Conductor.Core.Usage;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>What came of one call: all of an answer that came, and why there is no whole one.</summary>
public sealed record ProviderOutcome(ChatResponse Response, ModelCallException? Failure)
{
    public string Text => Response.Text;

    public string Reasoning => string.Concat(Contents<TextReasoningContent>().Select(content => content.Text));

    public IEnumerable<FunctionCallContent> Calls => Contents<FunctionCallContent>();

    /// <summary>As it is booked; what was said with a failure counts when nothing was said before.</summary>
    public TokenUsage? Usage => UsageDetailsReading.From(Response.Usage) ?? UsageDetailsReading.From(Failure?.Usage);

    /// <summary>Calls a model and keeps what comes.</summary>
    public static async Task<ProviderOutcome> OfAsync(
        IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options = null, bool streamed = true)
    {
        List<ChatResponseUpdate> updates = [];
        try
        {
            if (!streamed)
            {
                return new ProviderOutcome(await client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken), Failure: null);
            }
            await foreach (var update in client.GetStreamingResponseAsync(messages, options, TestContext.Current.CancellationToken))
            {
                updates.Add(update);
            }
            return new ProviderOutcome(updates.ToChatResponse(), Failure: null);
        }
        catch (ModelCallException failure)
        {
            return new ProviderOutcome(updates.ToChatResponse(), failure);
        }
    }

    /// <summary>Compares with what must be read.</summary>
    public void MustBe(ExpectedTurn expected)
    {
        if (expected.Error is { } error)
        {
            MustFailAs(error);
        }
        else
        {
            MustEndAs(expected.Finish ?? "stop");
        }
        // A failure that is no stream's has no room for what came before it.
        if (Failure is null || Response.Messages.Count > 0)
        {
            Assert.Equal(expected.Text, Text);
            Assert.Equal(expected.Reasoning, Reasoning);
            CallsMustBe(expected);
        }
        if (expected.Usage is { } usage)
        {
            UsageMustBe(usage);
        }
    }

    /// <summary>It failed, as the kind of the worker's that fits, with words for a person that hold no key.</summary>
    public void MustFailAs(ExpectedFailure expected)
    {
        MustFailAs(expected.Kind switch
        {
            "rateLimit" => [ModelFailureKind.RateLimit],
            "overloaded" => [ModelFailureKind.Overloaded],
            "server" => [ModelFailureKind.Server],
            "cut" => [ModelFailureKind.CutStream, ModelFailureKind.Network],
            "malformedStream" => [ModelFailureKind.Malformed, ModelFailureKind.CutStream],
            "blocked" => [ModelFailureKind.Declined],
            "contextTooLong" => [ModelFailureKind.ContextTooLong],
            "quota" => [ModelFailureKind.NoCredit],
            "auth" or "forbidden" => [ModelFailureKind.Auth],
            "noSuchModel" => [ModelFailureKind.UnknownModel],
            "badRequest" => [ModelFailureKind.Unknown],
            var other => throw new InvalidOperationException($"The suite does not know failures of the kind {other}."),
        });
        Assert.Equal(expected.RetryAfter, Failure?.RetryAfter);
    }

    /// <summary>It failed as one of these, with words for a person that hold no key.</summary>
    public void MustFailAs(params ModelFailureKind[] kinds)
    {
        Assert.NotNull(Failure);
        Assert.Contains(Failure.Kind, kinds);
        Assert.EndsWith(".", Failure.Message, StringComparison.Ordinal);
        for (Exception? exception = Failure; exception is not null; exception = exception.InnerException)
        {
            Assert.DoesNotContain(FakeSession.GoodKey, exception.ToString(), StringComparison.OrdinalIgnoreCase);
        }
    }

    private void MustEndAs(string finish)
    {
        switch (finish)
        {
            case "contentFilter" when Failure is null:
                Assert.Equal(ChatFinishReason.ContentFilter, Response.FinishReason);
                break;
            case "contentFilter":
                MustFailAs(ModelFailureKind.Declined);
                break;
            case "other" when Failure is not null:
                MustFailAs(ModelFailureKind.Declined, ModelFailureKind.Malformed);
                break;
            case "malformedCall":
                MustFailAs(ModelFailureKind.Malformed);
                break;
            default:
                Assert.Null(Failure);
                Assert.Equal(
                    finish switch
                    {
                        "stop" => ChatFinishReason.Stop,
                        "length" => ChatFinishReason.Length,
                        "toolCalls" => ChatFinishReason.ToolCalls,
                        // A provider's own word.
                        _ => Response.FinishReason,
                    },
                    Response.FinishReason);
                break;
        }
    }

    private void CallsMustBe(ExpectedTurn expected)
    {
        var calls = Calls.ToList();
        Assert.Equal(expected.Calls.Select(call => call.GetProperty("name").GetString()), calls.Select(call => call.Name));
        Assert.All(calls, call => Assert.NotEqual("", call.CallId));
        Assert.Distinct(calls.Select(call => call.CallId));
        foreach (var (call, wanted) in calls.Zip(expected.Calls))
        {
            if (wanted.TryGetProperty("id", out var id))
            {
                Assert.Equal(id.GetString(), call.CallId);
            }
            if (wanted.TryGetProperty("arguments", out var arguments))
            {
                Assert.Null(call.Exception);
                Assert.True(
                    JsonElement.DeepEquals(arguments, JsonElement.Parse(MessageJson.Arguments(call))),
                    $"{call.Name} has the arguments {MessageJson.Arguments(call)}.");
            }
            else
            {
                Assert.True(call.Exception is not null || Response.FinishReason == ChatFinishReason.Length, $"{call.Name} could be run.");
            }
        }
    }

    private void UsageMustBe(JsonElement expected)
    {
        var usage = Assert.NotNull(Usage);
        Assert.Equal(Count("input"), usage.InputTokens);
        Assert.Equal(Count("cached"), usage.CachedInputTokens);
        Assert.Equal(Count("output"), usage.OutputTokens);
        Assert.Equal(Count("reasoning") ?? 0, usage.ReasoningTokens ?? 0);
        Assert.Equal(Count("cacheWrite") ?? 0, usage.CacheWriteTokens);

        long? Count(string name) => expected.TryGetProperty(name, out var count) ? count.GetInt64() : null;
    }

    private IEnumerable<T> Contents<T>()
        where T : AIContent => Response.Messages.SelectMany(message => message.Contents).OfType<T>();
}
