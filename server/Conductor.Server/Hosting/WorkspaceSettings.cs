using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Usage;
using Conductor.Workers.Loop;
using Conductor.Workers.Models.Providers;
using Microsoft.Extensions.AI;

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
    /// <summary>Model id of tier 4; empty for the worker's, <c>off</c> for none.</summary>
    public string QaModel { get; init; } = "";

    /// <summary>Endpoints by name, over those of the environment.</summary>
    public ImmutableDictionary<string, EndpointSetting> Endpoints { get; init; } = ImmutableDictionary<string, EndpointSetting>.Empty;

    /// <summary>Base addresses by provider, over those of the environment.</summary>
    public ImmutableDictionary<string, string> Addresses { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Absolute path of a file with prices; empty for those that are built in.</summary>
    public string PriceFile { get; init; } = "";

    /// <summary>A ticket that does not say what it changes is at work alone.</summary>
    public bool UnscopedAlone { get; init; }

    /// <summary>Where tickets work; null for in working trees wherever there is a git repository.</summary>
    public Isolation? Isolation { get; init; }

    /// <summary>When work lands.</summary>
    public LandingPolicy Landing { get; init; }

    /// <summary>How much models think; null for as they do by themselves.</summary>
    public ReasoningEffort? Thinking { get; init; }

    /// <summary>How long a model may send nothing before its call is cut.</summary>
    public TimeSpan IdleLimit { get; init; } = WorkerEnvironment.DefaultIdleLimit;

    /// <summary>What holds when nobody set anything.</summary>
    public static WorkspaceSettings Default { get; } =
        new(ApprovalMode.Risky, ["**/.env*", "**/.vscode/**", "**/*.pem", "**/*.key"], 3, "gemini:gemini-2.5-flash-lite", IsTrusted: true);
}

/// <summary>A server that speaks one of OpenAI's protocols, as a person wrote it.</summary>
public sealed record EndpointSetting(string Address, EndpointApi Api);
