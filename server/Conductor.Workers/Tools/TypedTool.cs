using System.Text.Json;
using Conductor.Workers.Processes;

namespace Conductor.Workers.Tools;

/// <summary>
/// A tool whose arguments are one record. This is also the boundary where a disk or a shell that says no becomes a text for the worker.
/// </summary>
/// <typeparam name="TArguments">What a call says, checked.</typeparam>
internal abstract class TypedTool<TArguments> : WorkerTool
{
    /// <summary>Takes the arguments apart; what is wrong with them collects in the reader.</summary>
    protected abstract TArguments Read(ArgumentReader reader);

    /// <summary>Says what a call with sound arguments would touch.</summary>
    protected abstract ToolInspection Inspect(TArguments arguments, ToolContext context);

    /// <summary>Does what has been inspected just now.</summary>
    protected abstract Task<ToolResult> RunAsync(
        TArguments arguments, ToolFacts facts, ToolContext context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    public sealed override ToolInspection Inspect(JsonElement arguments, ToolContext context) =>
        Look(arguments, context, out _);

    /// <inheritdoc/>
    public sealed override async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        switch (Look(arguments, context, out var read))
        {
            case ToolInspection.Ready ready:
                try
                {
                    return await RunAsync(read, ready.Facts, context, cancellationToken);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    return new ToolResult($"{Name} failed: {exception.Message} Check the path with list_files.", Failed: true);
                }
                catch (CommandStartException exception)
                {
                    return new ToolResult($"{Name} failed: {exception.Message}", Failed: true);
                }
            case ToolInspection.Refused refused:
                return new ToolResult(refused.Message, Failed: true);
            default:
                throw new InvalidOperationException("An inspection is either ready or refused.");
        }
    }

    /// <summary>Inspects, and gives the arguments too; they mean something only when the inspection is ready.</summary>
    protected ToolInspection Look(JsonElement arguments, ToolContext context, out TArguments read)
    {
        var reader = new ArgumentReader(Name, arguments);
        read = Read(reader);
        return reader.Problem() is { } problem ? new ToolInspection.Refused(problem) : Inspect(read, context);
    }
}
