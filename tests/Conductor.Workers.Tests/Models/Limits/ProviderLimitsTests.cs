using Conductor.Workers.Models.Limits;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Workers.Tests.Models.Limits;

public sealed class ProviderLimitsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<LimitWait> _told = [];
    private readonly ProviderLimits _limits;

    public ProviderLimitsTests() => _limits = new ProviderLimits(_time);

    public void Dispose() => _limits.Dispose();

    [Fact]
    public async Task Where_nothing_is_known_every_call_goes_at_once()
    {
        foreach (var call in Enumerable.Range(0, 20))
        {
            await Entered(EnterAsync(_limits));
        }

        Assert.Empty(_told);
    }

    [Fact]
    public async Task After_the_provider_asked_to_wait_nobody_calls_it_until_then_and_then_they_go_one_by_one()
    {
        _limits.Hold(TimeSpan.FromSeconds(30));
        var first = EnterAsync(_limits);
        var second = EnterAsync(_limits);
        var third = EnterAsync(_limits);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(first.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(1));

        var one = await Entered(first);
        Assert.False(second.IsCompleted);
        one.Answered();
        var two = await Entered(second);
        Assert.False(third.IsCompleted);
        two.Answered();
        (await Entered(third)).Answered();
        await Entered(EnterAsync(_limits));
        await Entered(EnterAsync(_limits));
    }

    [Fact]
    public async Task A_call_that_is_refused_again_lets_the_next_one_wait_as_long_as_the_provider_says_then()
    {
        _limits.Hold(TimeSpan.FromSeconds(30));
        var first = EnterAsync(_limits);
        var second = EnterAsync(_limits);
        _time.Advance(TimeSpan.FromSeconds(30));
        var refused = await Entered(first);
        _limits.Hold(TimeSpan.FromMinutes(2));
        refused.Dispose();

        Assert.False(second.IsCompleted);
        await AdvanceUntilEnteredAsync(second, TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_long_wait_is_told_with_its_end_and_its_reason()
    {
        _limits.Hold(TimeSpan.FromSeconds(30));

        var entering = EnterAsync(_limits);

        Assert.Equal(new LimitWait(_time.Start.AddSeconds(30), "it has asked to wait"), Assert.Single(_told));
        await AdvanceUntilEnteredAsync(entering, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Requests_that_are_left_are_used_and_the_next_one_waits_until_there_is_one_again()
    {
        Observe(("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "2"), ("x-ratelimit-reset-requests", "58s"));
        await Entered(EnterAsync(_limits));
        await Entered(EnterAsync(_limits));

        var third = EnterAsync(_limits);

        Assert.False(third.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await Entered(third);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("0")]
    public async Task That_nothing_is_left_of_an_unknown_limit_leaves_it_unknown(string? limit)
    {
        Observe([("x-ratelimit-remaining-requests", "0"), .. limit is null ? [] : new[] { ("x-ratelimit-limit-requests", limit) }]);

        await Entered(EnterAsync(_limits));
        await Entered(EnterAsync(_limits));

        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_call_waits_until_there_are_tokens_for_it()
    {
        Observe(("anthropic-ratelimit-tokens-limit", "60000"), ("anthropic-ratelimit-tokens-remaining", "0"), ("anthropic-ratelimit-tokens-reset", "2026-01-01T00:01:00Z"));

        var entering = EnterAsync(_limits, tokens: 20_000);

        Assert.Equal(new LimitWait(_time.Start.AddSeconds(20), "its limit on tokens is used up for now"), Assert.Single(_told));
        await AdvanceUntilEnteredAsync(entering, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_call_that_is_larger_than_the_limit_goes_when_all_of_it_is_there()
    {
        using var limits = new ProviderLimits(_time, new ProviderLimitOptions(TokensPerMinute: 1000));

        await Entered(EnterAsync(limits, tokens: 50_000));
    }

    [Fact]
    public async Task No_more_calls_are_made_at_a_time_than_the_provider_takes()
    {
        using var limits = new ProviderLimits(_time, new ProviderLimitOptions(Concurrency: 2));
        var one = await Entered(EnterAsync(limits));
        await Entered(EnterAsync(limits));
        var third = EnterAsync(limits);
        Assert.False(third.IsCompleted);

        one.Dispose();

        await Entered(third);
    }

    [Fact]
    public async Task A_call_that_is_stopped_while_it_waits_is_in_nobodys_way()
    {
        using var stop = new CancellationTokenSource();
        using var limits = new ProviderLimits(_time, new ProviderLimitOptions(Concurrency: 1));
        var one = await Entered(EnterAsync(limits));
        var stopped = EnterAsync(limits, cancellationToken: stop.Token);
        var next = EnterAsync(limits);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        one.Dispose();

        await Entered(next);
    }

    [Fact]
    public async Task A_call_whose_wait_cannot_be_told_gives_its_turn_back()
    {
        _limits.Hold(TimeSpan.FromSeconds(30));
        var broken = _limits.EnterAsync(1, _ => throw new OperationCanceledException(), TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);

        await AdvanceUntilEnteredAsync(EnterAsync(_limits), TimeSpan.FromSeconds(30));
    }

    private void Observe(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.Add(name, value);
        }
        _limits.Observe(LimitHeaders.Read(response.Headers, _time.GetUtcNow()));
    }

    private Task<CallLease> EnterAsync(ProviderLimits limits, long tokens = 1, CancellationToken? cancellationToken = null) => limits.EnterAsync(
        tokens,
        wait =>
        {
            _told.Add(wait);
            return Task.CompletedTask;
        },
        cancellationToken ?? TestContext.Current.CancellationToken);

    private static Task<CallLease> Entered(Task<CallLease> entering) => entering.WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The clock may have been asked for a wait only just now, on another thread: it is moved on until the call is made.</summary>
    private async Task AdvanceUntilEnteredAsync(Task<CallLease> entering, TimeSpan step)
    {
        _time.Advance(step);
        while (await Task.WhenAny(entering, Task.Delay(10, TestContext.Current.CancellationToken)) != entering)
        {
            _time.Advance(step);
        }
        await entering;
    }
}
