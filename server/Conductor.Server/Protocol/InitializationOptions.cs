namespace Conductor.Server.Protocol;

/// <summary>What a client of ours sends with <c>initialize</c>; every member is optional and an unknown one is ignored.</summary>
/// <param name="ContractHash">Hash of the contract the client was built with; a mismatch is logged here and told to the person there, never refused.</param>
/// <param name="Trusted">False: tracks can be read, nothing can run. Null means true (a headless client).</param>
/// <param name="NodePath">The editor's own Node, for later use.</param>
public sealed record ConductorInitializationOptions(string? ContractHash = null, bool? Trusted = null, ConductorSettings? Settings = null, string? NodePath = null);

/// <summary>When a tool call asks outside step mode.</summary>
public enum ApprovalModeName
{
    /// <summary>Every call asks.</summary>
    Always,

    /// <summary>Reads pass; writes and commands ask.</summary>
    Risky,

    /// <summary>Only protected paths ask.</summary>
    Never,
}

/// <summary>The client's settings; null members keep the default. Sent again with <c>workspace/didChangeConfiguration</c> as <c>settings.conductor</c>.</summary>
/// <param name="ApprovalsMode">Default risky.</param>
/// <param name="NeverAutoApprove">Globs that always ask, added to the built-in ones.</param>
/// <param name="MaxParallel">Workers at a time in the workspace, 1 to 64; default 1.</param>
/// <param name="Model">Model id for tickets that name none; default demo.</param>
/// <param name="Trusted">The workspace's trust may be granted later.</param>
/// <param name="ResumeInterrupted">A run that is found interrupted goes on by itself; default false.</param>
/// <param name="Budget">What a run may spend where neither it nor its track file says anything. Takes the place of the one before whole.</param>
public sealed record ConductorSettings(
    ApprovalModeName? ApprovalsMode = null,
    IReadOnlyList<string>? NeverAutoApprove = null,
    int? MaxParallel = null,
    string? Model = null,
    bool? Trusted = null,
    bool? ResumeInterrupted = null,
    BudgetLimits? Budget = null);
