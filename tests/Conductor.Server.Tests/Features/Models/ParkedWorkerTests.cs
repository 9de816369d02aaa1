using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

/// <summary>One slot, two providers, of which one asks to wait.</summary>
public sealed class ParkedWorkerTests : ModelsTestBase
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private int _askedBusy;

    public ParkedWorkerTests() => Workspace.WriteTrack(
        new { id = "A", description = "First.", model = "busy:one" }, new { id = "B", description = "Second.", model = "free:one" });

    [Fact]
    public async Task While_a_provider_asks_to_wait_a_ticket_of_another_one_has_the_slot_and_then_the_first_goes_on()
    {
        Time = _time;
        await ServeAsync(
            new ConductorSettings(Model: "free:one", MaxParallel: 1),
            new StubProvider("busy", needsKey: false) { Answer = _ => AnswerBusyAsync() },
            new StubProvider("free", needsKey: false) { Answer = _ => Task.FromResult("BLOCKED: I was quick.") });
        await OpenAsync();
        await RunAsync();
        await SpawnAsync("A");
        await SpawnAsync("B");

        Assert.Equal("I was quick.", (await TicketIsAsync("B", TicketStateName.Blocked)).Detail);
        TicketInfo waits = (await GetAsync()).Tickets[0];
        Assert.Equal((TicketStateName.Running, "rateLimit"), (waits.State, waits.Waiting?.Kind));

        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("I have waited.", (await TicketIsAsync("A", TicketStateName.Blocked)).Detail);
        Assert.Contains("── attempt 1 goes on ──", await LogAsync("A"), StringComparison.Ordinal);
    }

    private Task<string> AnswerBusyAsync() => Interlocked.Increment(ref _askedBusy) == 1
        ? throw new ModelCallException(ModelFailureKind.RateLimit, "Too many requests.", TimeSpan.FromMinutes(1))
        : Task.FromResult("BLOCKED: I have waited.");
}
