using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models;
using Microsoft.Extensions.AI;
using Xunit;

namespace Conductor.Workers.Tests.Loop;

public sealed class PricedPortTests
{
    private static readonly TokenUsage Million = new(1_000_000, 1_000_000, 0, 1);

    private readonly JournalPort _journal = new();

    [Fact]
    public async Task An_estimate_and_what_was_taken_are_priced_by_their_tiers_model()
    {
        PricedPort port = Port(new ModelFacts(Price: new ModelPrice(2, 0, 0, 8)), new ModelFacts(Price: ModelPrice.Free));

        await port.BeginModelCallAsync(new ModelCallPlan(0, Tier.Worker, "m", Million), TestContext.Current.CancellationToken);
        await port.RecordModelAnswerAsync(Answer(Tier.Worker, Million), TestContext.Current.CancellationToken);
        await port.RecordModelAnswerAsync(Answer(Tier.Qa, Million), TestContext.Current.CancellationToken);

        Assert.Equal(10m, Assert.Single(_journal.Plans).Estimate.Cost);
        Assert.Equal([10m, 0m], _journal.Answers.Select(answer => answer.Usage.Cost));
    }

    [Fact]
    public async Task Without_a_known_price_a_call_has_none()
    {
        await Port(ModelFacts.Unknown, ModelFacts.Unknown).RecordModelAnswerAsync(Answer(Tier.Worker, Million), TestContext.Current.CancellationToken);

        Assert.Null(Assert.Single(_journal.Answers).Usage.Cost);
    }

    [Fact]
    public async Task A_cost_that_is_known_already_stays()
    {
        await Port(new ModelFacts(Price: new ModelPrice(2, 0, 0, 8)), ModelFacts.Unknown)
            .RecordModelAnswerAsync(Answer(Tier.Worker, Million with { Cost = 3 }), TestContext.Current.CancellationToken);

        Assert.Equal(3, Assert.Single(_journal.Answers).Usage.Cost);
    }

    private static ModelAnswer Answer(Tier tier, TokenUsage usage) => new(0, tier, "m", usage, false, tier == Tier.Worker ? "[]" : null, "");

    private PricedPort Port(ModelFacts worker, ModelFacts qa) =>
        new(_journal, new ResolvedModel("m", "M", new NoModel(), null) { Facts = worker, QaFacts = qa });

    private sealed class NoModel : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks it.");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("Nobody asks it.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
