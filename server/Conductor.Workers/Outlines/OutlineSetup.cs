namespace Conductor.Workers.Outlines;

/// <summary>What the helper is and how long it may take.</summary>
/// <param name="Script">The helper's main file, absolute.</param>
/// <param name="NodePath">The editor's own Node; null, or one that is not there, means the <c>node</c> on the PATH.</param>
public sealed record OutlineSetup(string Script, string? NodePath = null)
{
    /// <summary>How long it may take to begin: Node and the parser's runtime are loaded then. Ten seconds.</summary>
    public TimeSpan StartLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long it may take for one text. Two seconds.</summary>
    public TimeSpan TextLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often it may die or be ended for its time before it is not started again. Three times.</summary>
    public int MostDeaths { get; init; } = 3;

    /// <summary>Characters; a longer text is not read. A million.</summary>
    public int LongestText { get; init; } = 1_000_000;

    /// <summary>The helper as it is installed, beside the engine.</summary>
    public static OutlineSetup Installed(string? nodePath) => new(Path.Combine(AppContext.BaseDirectory, "outlines", "main.mjs"), nodePath);

    /// <summary>What is started where the editor's Node is not known: found on the PATH.</summary>
    internal string NodeOnPath { get; init; } = "node";

    /// <summary>The program to start.</summary>
    internal string Program => NodePath is { Length: > 0 } path && File.Exists(path) ? path : NodeOnPath;
}
