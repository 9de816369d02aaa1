namespace Conductor.Server.Protocol;

/// <summary>The closed list of our JSON-RPC error codes. Branch on these, never on a message.</summary>
public static class ErrorCodes
{
    /// <summary>No such track is loaded.</summary>
    public const int UnknownTrack = 4001;

    /// <summary>The track has no such ticket.</summary>
    public const int UnknownTicket = 4002;

    /// <summary>No such approval.</summary>
    public const int UnknownApproval = 4003;

    /// <summary>The state of ticket or run does not allow it.</summary>
    public const int WrongState = 4004;

    /// <summary>The ticket's dependencies are not accepted.</summary>
    public const int NotReady = 4005;

    /// <summary>What was decided on is not what is asked now.</summary>
    public const int Stale = 4006;

    /// <summary>The answer does not fit the gate.</summary>
    public const int InvalidDecision = 4007;

    /// <summary>The track has problems; <c>data.problems</c> lists them.</summary>
    public const int InvalidTrack = 4008;

    /// <summary>Another process runs this workspace; <c>data.processId</c> says which.</summary>
    public const int WorkspaceInUse = 4009;

    /// <summary>The workspace is not trusted, so nothing may run.</summary>
    public const int NotTrusted = 4010;

    /// <summary>No folder is open.</summary>
    public const int NoWorkspace = 4011;

    /// <summary>A path leaves the workspace or cannot be read.</summary>
    public const int InvalidPath = 4012;

    /// <summary>The model id names no provider that exists here.</summary>
    public const int UnknownModel = 4013;

    /// <summary>Files are not what was left in them; <c>data.files</c> lists them.</summary>
    public const int FilesMoved = 4014;

    /// <summary>The model's provider needs a key and has none; <c>data.provider</c> says which.</summary>
    public const int NoKey = 4015;

    /// <summary>From a client: nobody has allowed that this model of the editor is called.</summary>
    public const int EditorModelNeedsConsent = 4101;

    /// <summary>From a client: its editor has no such model.</summary>
    public const int EditorModelNotFound = 4102;

    /// <summary>From a client: the model would not answer this prompt, or none from here.</summary>
    public const int EditorModelBlocked = 4103;

    /// <summary>From a client: too many calls for now.</summary>
    public const int EditorModelQuota = 4104;

    /// <summary>From a client: more was sent than the model takes.</summary>
    public const int EditorModelTooLong = 4105;

    /// <summary>From a client: the call failed otherwise.</summary>
    public const int EditorModelFailed = 4106;

    /// <summary>From a client: what the model's account may use is used up; waiting minutes helps nobody.</summary>
    public const int EditorModelSpent = 4107;
}
