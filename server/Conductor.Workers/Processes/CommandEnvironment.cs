namespace Conductor.Workers.Processes;

/// <summary>
/// The environment of a command: ours without keys and without what steers other programs, and with what keeps tools from asking or
/// staying behind.
/// </summary>
internal static class CommandEnvironment
{
    /// <summary>Set by the wrapper to <c>pid:start stamp</c> of the command, so that a process which left the session is known.</summary>
    public const string MarkerName = "CONDUCTOR_COMMAND";

    private static readonly string[] SecretWords = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL"];

    // Only at the end of a name: PWD alone is the current folder, and SSH_AUTH_SOCK names a socket, not a key.
    private static readonly string[] SecretEndings = ["_PWD", "_AUTH"];

    private static readonly IReadOnlyDictionary<string, string> Fixed = new Dictionary<string, string>
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        // MSBuild takes this as a property: the compiler runs in the build instead of in a server that outlives it.
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_NOLOGO"] = "1",
        ["GIT_TERMINAL_PROMPT"] = "0",
        ["NO_COLOR"] = "1",
        ["TERM"] = "dumb",
    };

    /// <summary>Changes an inherited environment into that of a command.</summary>
    public static void Apply(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(name => IsSecret(name) || SteeringVariables.Has(name)).ToList())
        {
            environment.Remove(name);
        }
        environment.Remove(MarkerName);
        foreach (var (name, value) in Fixed)
        {
            environment[name] = value;
        }
    }

    /// <summary>Whether a variable of this name may hold a key. Settings that a person gives git by number come as <c>GIT_CONFIG_KEY_0</c>: names of settings, without which git does not run.</summary>
    public static bool IsSecret(string name) =>
        !name.StartsWith("GIT_CONFIG_KEY_", StringComparison.OrdinalIgnoreCase) && (SecretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        || SecretEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
