namespace Conductor.Workers.Processes;

/// <summary>
/// Variables that an editor, or a git that started one, has set for this process. A command or a git of our own that inherited them would
/// work on another repository, or on other terms, than the workspace's.
/// </summary>
internal static class SteeringVariables
{
    private const string EditorPrefix = "VSCODE_";

    // What git itself calls local to a repository (git rev-parse --local-env-vars), and what it sets while objects or references come in.
    // GIT_CONFIG_COUNT and its like are not among them: those a person sets.
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "NODE_OPTIONS",
        "ELECTRON_RUN_AS_NODE",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_IMPLICIT_WORK_TREE",
        "GIT_COMMON_DIR",
        "GIT_INDEX_FILE",
        "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        "GIT_SHALLOW_FILE",
        "GIT_GRAFT_FILE",
        "GIT_CONFIG_PARAMETERS",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
    };

    /// <summary>True for a variable that must not be passed on.</summary>
    public static bool Has(string name) => Names.Contains(name) || name.StartsWith(EditorPrefix, StringComparison.OrdinalIgnoreCase);
}
