using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Workspaces;

public sealed class ProtectedPathsTests
{
    private static readonly string[] Globs = ["**/.env", "secrets/**", "*.pem", "deploy", "config/{prod,stage}.json", "key?.txt"];

    [Theory]
    [InlineData(".git")]
    [InlineData(".git/config")]
    [InlineData(".GIT/hooks/pre-commit")]
    [InlineData("module/.git")]
    [InlineData(".Conductor/tracks/a.track.json")]
    [InlineData("GIT~1/config")]
    [InlineData(".g\u200cit/config")]
    [InlineData(".env")]
    [InlineData("src/.ENV")]
    [InlineData("secrets/deep/a.txt")]
    [InlineData("certificates/server.pem")]
    [InlineData("deploy")]
    [InlineData("deploy/run.sh")]
    [InlineData("config/stage.json")]
    [InlineData("key1.txt")]
    public void Protected(string path) => Assert.True(ProtectedPaths.IsProtected(path, Globs));

    [Theory]
    [InlineData(".gitignore")]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("src/git/a.cs")]
    [InlineData("src/environment.cs")]
    [InlineData("config/test.json")]
    [InlineData("a.pem.md")]
    [InlineData("conductor/a.cs")]
    public void Not_protected(string path) => Assert.False(ProtectedPaths.IsProtected(path, Globs));

    [Theory]
    [InlineData("rm -rf .git")]
    [InlineData("cat .git/config")]
    [InlineData("echo x > ./.conductor/tracks/a.track.json")]
    [InlineData(@"type .GIT\config")]
    [InlineData("cp src/.env /tmp")]
    [InlineData("ls 'secrets/deep'")]
    [InlineData("openssl x509 -in server.pem")]
    public void A_command_that_names_a_protected_file_mentions_it(string command) =>
        Assert.True(ProtectedPaths.MentionsProtected(command, Globs));

    [Theory]
    [InlineData("git status")]
    [InlineData("cat .gitignore .github/ci.yml")]
    [InlineData("dotnet test --nologo")]
    [InlineData("echo environment")]
    public void An_ordinary_command_mentions_none(string command) =>
        Assert.False(ProtectedPaths.MentionsProtected(command, Globs));
}
