using System.Collections.Immutable;
using Conductor.Workers.Models;
using Conductor.Workers.Tools;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>Where and with what a worker works. One per workspace will do; it holds nothing of an attempt.</summary>
/// <param name="Tools">The root, the command runner, the token counter and the clock. Its last two members are set per call by the loop.</param>
/// <param name="ExitCodeFolder">
/// Absolute folder for the exit codes that commands leave on disk (see <see cref="ExitCodeFiles"/>); null to leave none.
/// </param>
public sealed record WorkerEnvironment(ToolContext Tools, ChatModels Models, string? ExitCodeFolder = null)
{
    /// <summary>The tools a worker may call, in the order the model is told about them.</summary>
    public IReadOnlyList<WorkerTool> Available { get; init; } = WorkerTools.All;

    /// <summary>Wakes workers that wait until a provider may be used.</summary>
    public ModelSignals Signals { get; init; } = new();

    /// <summary>How long a model may send nothing before its call is cut; asked for each call anew.</summary>
    public Func<TimeSpan> IdleLimit { get; init; } = () => DefaultIdleLimit;

    /// <summary>What <see cref="IdleLimit"/> is where nobody set another.</summary>
    public static readonly TimeSpan DefaultIdleLimit = TimeSpan.FromSeconds(180);

    /// <summary>
    /// Globs that are protected beside <c>.git</c> and <c>.conductor</c>. Asked for each call anew, so that what a person tightens while a
    /// worker runs counts from its next call.
    /// </summary>
    public Func<ImmutableArray<string>> NeverAutoApprove { get; init; } = () => [];

    /// <summary>How much the worker's model is to think; null for as it does by itself. Asked for each call anew.</summary>
    public Func<ReasoningEffort?> Thinking { get; init; } = () => null;
}
