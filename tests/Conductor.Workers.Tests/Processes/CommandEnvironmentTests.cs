using Conductor.Workers.Processes;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

public sealed class CommandEnvironmentTests
{
    [Theory]
    [InlineData("DB_PWD")]
    [InlineData("registry_auth")]
    [InlineData("AWS_CREDENTIALS")]
    [InlineData("GOOGLE_APPLICATION_CREDENTIALS")]
    [InlineData("GEMINI_API_KEY")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("ELECTRON_RUN_AS_NODE")]
    [InlineData("GIT_DIR")]
    [InlineData("GIT_WORK_TREE")]
    [InlineData("GIT_INDEX_FILE")]
    [InlineData("GIT_COMMON_DIR")]
    [InlineData("GIT_OBJECT_DIRECTORY")]
    [InlineData("GIT_PREFIX")]
    [InlineData("GIT_CONFIG_PARAMETERS")]
    [InlineData("VSCODE_IPC_HOOK_CLI")]
    public void Keys_and_what_steers_other_programs_are_taken_out(string name) => Assert.DoesNotContain(name, Applied(name));

    [Theory]
    [InlineData("PATH")]
    [InlineData("HOME")]
    [InlineData("PWD")]
    [InlineData("OLDPWD")]
    [InlineData("SSH_AUTH_SOCK")]
    [InlineData("GIT_AUTHOR_NAME")]
    [InlineData("GIT_CONFIG_COUNT")]
    [InlineData("NODE_ENV")]
    public void What_commands_need_is_left(string name) => Assert.Contains(name, Applied(name));

    private static Dictionary<string, string?>.KeyCollection Applied(string name)
    {
        var environment = new Dictionary<string, string?> { [name] = "value" };
        CommandEnvironment.Apply(environment);
        return environment.Keys;
    }
}
