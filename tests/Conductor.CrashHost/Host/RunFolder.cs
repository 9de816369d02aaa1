namespace Conductor.CrashHost.Host;

/// <summary>Where the files of one run stand: the workspace, and beside it what tells from outside what happened.</summary>
/// <param name="Path">The folder's full path.</param>
internal sealed record RunFolder(string Path)
{
    /// <summary>The track file, relative to the workspace.</summary>
    public const string TrackFile = ".conductor/tracks/rich.track.json";

    /// <summary>The script of the model, relative to the workspace.</summary>
    public const string ScriptFile = "rich.script.json";

    /// <summary>The track's id.</summary>
    public const string TrackId = TrackFile + "#rich";

    /// <summary>The workspace.</summary>
    public string Workspace => At("work");

    /// <summary>One line for each command of the workers that ran, written by the command itself.</summary>
    public string Effects => At("effects.log");

    /// <summary>One line for each acceptance command that ran, written by the command itself.</summary>
    public string Acceptance => At("acceptance.log");

    /// <summary>The scripted model's own log.</summary>
    public string ModelCalls => At("calls.log");

    /// <summary>One line for each tool call that was really made.</summary>
    public string ToolCalls => At("tools.log");

    /// <summary>The points that were passed.</summary>
    public string Points => At("points.log");

    /// <summary>How often each point about git was passed, a file for each.</summary>
    public string GitPoints => At("git-points");

    /// <summary>The track's state as the last process had it in memory.</summary>
    public string LiveState => At("state.txt");

    /// <summary>What the engine logged.</summary>
    public string Log => At("host.log");

    /// <summary>Makes the folder with a fresh workspace.</summary>
    public RunFolder Create(Scenario scenario)
    {
        scenario.Fill(this);
        return this;
    }

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
