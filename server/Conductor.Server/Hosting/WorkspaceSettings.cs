using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Usage;

namespace Conductor.Server.Hosting;

/// <summary>What a person set. Replaced whole; every decision reads the settings of its moment.</summary>
/// <param name="NeverAutoApprove">Globs that always ask, beside <c>.git</c> and <c>.conductor</c>.</param>
/// <param name="MaxParallel">Workers at a time in the workspace, 1 to 64.</param>
/// <param name="Model">Model id for tickets and runs that name none.</param>
/// <param name="IsTrusted">False: tracks can be read, nothing may run.</param>
/// <param name="ResumesInterrupted">A run that is found interrupted goes on by itself.</param>
/// <param name="DefaultBudget">What a run may spend where neither it nor its track file says anything; null for no limit.</param>
public sealed record WorkspaceSettings(ApprovalMode ApprovalMode, ImmutableArray<string> NeverAutoApprove, int MaxParallel, string Model, bool IsTrusted, bool ResumesInterrupted = false, Budget? DefaultBudget = null)
{
    /// <summary>What holds when nobody set anything.</summary>
    public static WorkspaceSettings Default { get; } =
        new(ApprovalMode.Risky, ["**/.env*", "**/.vscode/**", "**/*.pem", "**/*.key"], 1, "demo", IsTrusted: true);
}
