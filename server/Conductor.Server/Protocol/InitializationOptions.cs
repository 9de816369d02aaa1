namespace Conductor.Server.Protocol;

/// <summary>What a client of ours sends with <c>initialize</c>; every member is optional and an unknown one is ignored.</summary>
/// <param name="ContractHash">Hash of the contract the client was built with; a mismatch is logged here and told to the person there, never refused.</param>
/// <param name="Trusted">False: tracks can be read, nothing can run. Null means true (a headless client).</param>
/// <param name="NodePath">The editor's own Node, which reads languages other than C# for views. Null means the one on the PATH.</param>
/// <param name="EditorModels">True: the client answers <c>conductor/editorModel/list</c> and <c>call</c>. Otherwise it is not asked.</param>
public sealed record ConductorInitializationOptions(
    string? ContractHash = null, bool? Trusted = null, ConductorSettings? Settings = null, string? NodePath = null, bool? EditorModels = null);

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

/// <summary>How much a model may think before it answers.</summary>
public enum ThinkingName
{
    /// <summary>As the model does by itself.</summary>
    Default,

    /// <summary>Not at all, where the model can do without.</summary>
    Off,

    /// <summary>A little.</summary>
    Low,

    /// <summary>More.</summary>
    Medium,

    /// <summary>A lot.</summary>
    High,
}

/// <summary>How an endpoint is spoken to.</summary>
public enum ModelApiName
{
    /// <summary>Chat completions, as nearly every compatible server has them.</summary>
    Chat,

    /// <summary>The responses API.</summary>
    Responses,
}

/// <summary>A server that speaks OpenAI's protocol.</summary>
/// <param name="Address">Its base address, for example <c>https://openrouter.ai/api/v1</c>.</param>
/// <param name="Api">Default chat.</param>
public sealed record ModelEndpoint(string Address, ModelApiName? Api = null);

/// <summary>The client's settings; null members keep the default. Sent again with <c>workspace/didChangeConfiguration</c> as <c>settings.conductor</c>.</summary>
/// <param name="ApprovalsMode">Default risky.</param>
/// <param name="NeverAutoApprove">Globs that always ask, added to the built-in ones.</param>
/// <param name="MaxParallel">Workers at a time in the workspace, 1 to 64; default 3.</param>
/// <param name="Model">Model id for tickets that name none; default gemini:gemini-2.5-flash-lite.</param>
/// <param name="Trusted">The workspace's trust may be granted later.</param>
/// <param name="ResumeInterrupted">A run that is found interrupted goes on by itself; default false.</param>
/// <param name="QaModel">Model id of tier 4, which explains failed commands; empty means the worker's, <c>off</c> none.</param>
/// <param name="Endpoints">Named endpoints; a name is the first part of its models' ids.</param>
/// <param name="Addresses">Other base addresses of providers, by provider.</param>
/// <param name="PriceFile">Absolute path of a file with prices; empty means those that are built in.</param>
/// <param name="Thinking">Default default.</param>
/// <param name="IdleSeconds">How long a model may send nothing before its call is cut, 10 to 3600; default 180.</param>
/// <param name="Budget">What a run may spend where neither it nor its track file says anything. Takes the place of the one before whole.</param>
/// <param name="UnscopedTicketsAlone">A ticket that does not say what it changes is at work alone; default false.</param>
/// <param name="Isolation">Where tickets work; default worktree in a git repository, and folder elsewhere.</param>
/// <param name="Landing">When work lands; default ask.</param>
public sealed record ConductorSettings(
    ApprovalModeName? ApprovalsMode = null,
    IReadOnlyList<string>? NeverAutoApprove = null,
    int? MaxParallel = null,
    string? Model = null,
    bool? Trusted = null,
    bool? ResumeInterrupted = null,
    string? QaModel = null,
    IReadOnlyDictionary<string, ModelEndpoint>? Endpoints = null,
    IReadOnlyDictionary<string, string>? Addresses = null,
    string? PriceFile = null,
    ThinkingName? Thinking = null,
    int? IdleSeconds = null,
    BudgetLimits? Budget = null,
    bool? UnscopedTicketsAlone = null,
    IsolationName? Isolation = null,
    LandingPolicyName? Landing = null);
