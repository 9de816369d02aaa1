using System.Text.Json;
using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Processes;
using Conductor.Workers.Tools;
using Xunit;
using static Conductor.Workers.Tests.Loop.LoopBench;

namespace Conductor.Workers.Tests.Loop;

public sealed class WorkerLoopStopTests : IDisposable
{
    private readonly LoopBench _bench = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _bench.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_tool_that_answers_a_stop_with_a_broken_pipe_has_been_stopped()
    {
        _bench.Tools = [new BreakingTool(_stop)];

        await StoppedAsync(new Dictionary<string, object> { ["T-1"] = new[] { Calls(("pipe", new { })) } });

        Assert.Equal((WorkerTexts.Stopped, true), (_bench.Port.Completions.Single().Result, _bench.Port.Completions.Single().Failed));
    }

    [Fact]
    public async Task A_tier_4_that_answers_a_stop_with_a_broken_connection_has_been_stopped_and_the_command_has_its_result()
    {
        _bench.Decorate = client => new BrokenModel(client, Tier.Qa, () =>
        {
            _stop.Cancel();
            return new HttpRequestException("The connection was reset.");
        });

        await StoppedAsync(new Dictionary<string, object> { ["T-1"] = new[] { Calls(("run_command", new { command = "exit 3" })) }, ["tier4"] = new[] { Says("Three.") } });

        Assert.Equal(3, _bench.Port.Completions.Single().ExitCode);
    }

    [Fact]
    public async Task A_command_that_would_not_end_is_recorded_as_running_and_named_in_its_result()
    {
        _bench.Commands = new CommandRunner(TimeProvider.System) { Signal = (_, _) => -1 };
        _bench.Port.Recorded = record =>
        {
            if (record.StartsWith("process", StringComparison.Ordinal))
            {
                _stop.Cancel();
            }
        };

        await StoppedAsync(new Dictionary<string, object> { ["T-1"] = new[] { Calls(("run_command", new { command = "sleep 600" })) } });

        // It never began: it reads that it is to begin from a pipe, which ends with the call.
        Assert.Equal(["still running call-0-0", "finished call-0-0"], _bench.Port.Records[^2..]);
        Assert.Contains("could not be ended and still runs", _bench.Port.Completions.Single().Result, StringComparison.Ordinal);
    }

    private async Task StoppedAsync(object script) => await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bench.RunScriptAsync(script, _stop.Token));

    /// <summary>Is stopped while it runs, and breaks of it.</summary>
    private sealed class BreakingTool(CancellationTokenSource stop) : WorkerTool
    {
        public override string Name => "pipe";

        public override string Description => Name;

        public override JsonElement ArgumentsSchema { get; } = JsonElement.Parse("""{"type":"object"}""");

        public override ToolInspection Inspect(JsonElement arguments, ToolContext context) => new ToolInspection.Ready(new ToolFacts(ToolRisk.Write, "file", null));

        public override async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            await stop.CancelAsync();
            throw new IOException("The pipe is broken.");
        }
    }
}
