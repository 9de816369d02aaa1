using System.Text.Json;
using Conductor.Workers.Tools;

namespace Conductor.Server.Tests.Effects;

/// <summary>A tool whose first call goes on, stopped or not, until the test lets it end: work that takes its time to wind down.</summary>
internal sealed class HeldTool : WorkerTool
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public override string Name => "hold";

    public override string Description => "Holds.";

    public override JsonElement ArgumentsSchema { get; } = JsonElement.Parse("""{ "type": "object", "properties": {}, "additionalProperties": false }""");

    /// <summary>The first call has begun.</summary>
    public Task First => _first.Task;

    /// <summary>The second call has begun.</summary>
    public Task Second => _second.Task;

    /// <summary>Lets the first call end.</summary>
    public void Release() => _released.TrySetResult();

    public override ToolInspection Inspect(JsonElement arguments, ToolContext context) => new ToolInspection.Ready(new ToolFacts(ToolRisk.Read, null, null));

    public override async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _calls) > 1)
        {
            _second.TrySetResult();
            return new ToolResult("Held.");
        }

        _first.TrySetResult();
        await _released.Task.WaitAsync(Rpc.Notifications.Limit, CancellationToken.None);
        return new ToolResult("Held.");
    }
}
