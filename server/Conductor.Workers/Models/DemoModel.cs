namespace Conductor.Workers.Models;

/// <summary>The offline stand-in: plays the script that the sample workspace brings along, and says so wherever it has none.</summary>
public static class DemoModel
{
    /// <summary>Its id.</summary>
    public const string Id = "demo";

    /// <summary>How it is called wherever it shows.</summary>
    public const string Label = "Demo (offline)";

    /// <summary>What it says first about any ticket that its script does not have, or that is another track's.</summary>
    public const string OnlyKnowsTheSample = "the demo model only knows the sample";

    private static readonly ScriptTurn UnknownTicket = new(
        $"BLOCKED: {OnlyKnowsTheSample}, and this ticket is not one of its own. Choose a model for it with \"Conductor: Choose Model for Ticket…\" (in a terminal: --model ID; conductor models lists those there are).",
        [],
        null,
        TimeSpan.Zero,
        []);

    /// <summary>Where a workspace keeps the demo's script.</summary>
    public static string ScriptFile(string workspace) => Path.Combine(workspace, ".conductor", "demo.script.json");

    internal static ScriptPlayback Playback(ModelSources sources) => new(
        "the demo's script", sources.Time, Log: null, Paced: true, sources.Tokens, UnknownTicket);
}
