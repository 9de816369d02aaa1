using System.Collections.Immutable;
using Conductor.Core.Approvals;

namespace Conductor.Server.Hosting;

/// <summary>What a person set. Replaced whole; every decision reads the settings of its moment.</summary>
/// <param name="NeverAutoApprove">Globs that always ask, beside <c>.git</c> and <c>.conductor</c>.</param>
/// <param name="MaxParallel">Workers at a time in the workspace, 1 to 64.</param>
/// <param name="Model">Model id for tickets and runs that name none.</param>
/// <param name="IsTrusted">False: tracks can be read, nothing may run.</param>
/// <param name="ResumesInterrupted">A run that is found interrupted goes on by itself.</param>
public sealed record WorkspaceSettings(ApprovalMode ApprovalMode, ImmutableArray<string> NeverAutoApprove, int MaxParallel, string Model, bool IsTrusted, bool ResumesInterrupted = false)
{
    /// <summary>What holds when nobody set anything.</summary>
    public static WorkspaceSettings Default { get; } =
        new(ApprovalMode.Risky, ["**/.env*", "**/.vscode/**", "**/*.pem", "**/*.key"], 1, "gemini:gemini-2.5-flash-lite", IsTrusted: true);
}
