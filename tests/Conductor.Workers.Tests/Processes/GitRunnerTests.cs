using System.Diagnostics;
using Conductor.Workers.Processes;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Processes;

/// <summary>A real git, with aliases that run in sh: these tests are for Unix.</summary>
public sealed class GitRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_git_that_hangs_is_ended_with_what_it_started_and_the_message_says_where_to_look()
    {
        // What git started holds the pipe's other end; reading comes to its end when it is gone.
        var pipe = _folder.At("pipe");
        using (var made = Process.Start("mkfifo", [pipe]))
        {
            await made.WaitForExitAsync(Token);
        }
        var ended = Task.Run(() => File.ReadAllBytes(pipe), Token);

        var failure = await Assert.ThrowsAsync<IOException>(
            () => GitRunner.RunAsync(Aliased("hang", $"exec sleep 600 > '{pipe}'") with { Limit = TimeSpan.FromSeconds(3) }, Token));

        Assert.StartsWith("git did not answer within", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await ended.WaitAsync(TimeSpan.FromSeconds(30), Token));
    }

    [Fact]
    public async Task What_steers_a_git_to_another_repository_is_not_passed_on_and_what_a_person_sets_is()
    {
        // Neither of them means anything to the other tests of this process.
        Environment.SetEnvironmentVariable("GIT_NAMESPACE", "theirs");
        Environment.SetEnvironmentVariable("CONDUCTOR_TEST_SETTING", "mine");
        try
        {
            var result = await GitRunner.RunAsync(Aliased("tell", "echo \"[$GIT_NAMESPACE][$CONDUCTOR_TEST_SETTING]\""), Token);

            Assert.Equal((0, "[][mine]"), (result.ExitCode, result.Output.Trim()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("GIT_NAMESPACE", null);
            Environment.SetEnvironmentVariable("CONDUCTOR_TEST_SETTING", null);
        }
    }

    [Fact]
    public async Task A_git_that_fails_gives_its_exit_code_and_its_words()
    {
        var result = await GitRunner.RunAsync(new GitRequest(_folder.FullPath, ["rev-parse", "--show-toplevel"]), Token);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("not a git repository", result.Error, StringComparison.Ordinal);
    }

    private GitRequest Aliased(string name, string command) => new(_folder.FullPath, ["-c", $"alias.{name}=!{command}", name]);
}
