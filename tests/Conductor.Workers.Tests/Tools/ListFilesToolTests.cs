using System.Diagnostics;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class ListFilesToolTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public ListFilesToolTests()
    {
        foreach (var path in new[]
        {
            "README.md", "src/A.cs", "src/deep/B.cs", "src/bin/Debug/A.dll", "src/obj/a.json", "node_modules/x/index.js",
            ".git/description", ".conductor/conductor.db", ".conductor/conductor.db-wal", ".conductor/tracks/a.track.json", "ignored/a.log",
        })
        {
            _bench.Folder.Write(path, "text");
        }
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Without_git_what_builds_and_packages_leave_is_skipped() => Assert.Equal(
        ".conductor/tracks/a.track.json\nREADME.md\nignored/a.log\nsrc/A.cs\nsrc/deep/B.cs",
        await _bench.TextAsync("list_files", new { }));

    [Fact]
    public async Task In_a_repository_git_says_what_is_ignored_and_what_is_tracked()
    {
        await GitAsync("init", "-q");
        _bench.Folder.Write(".gitignore", "ignored/\n");
        _bench.Folder.Write("tools/bin/run.sh", "text");
        await GitAsync("add", "tools/bin/run.sh");
        Assert.Equal(
            ".conductor/tracks/a.track.json\n.gitignore\nREADME.md\nsrc/A.cs\nsrc/deep/B.cs\ntools/bin/run.sh",
            await _bench.TextAsync("list_files", new { }));
    }

    [Fact]
    public async Task A_tracked_file_that_is_gone_is_not_listed()
    {
        await GitAsync("init", "-q");
        await GitAsync("add", "README.md");
        File.Delete(_bench.Folder.At("README.md"));
        Assert.DoesNotContain("README.md", await _bench.TextAsync("list_files", new { }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("src", null, "src/A.cs\nsrc/deep/B.cs")]
    [InlineData(null, "*.cs", "src/A.cs\nsrc/deep/B.cs")]
    [InlineData(null, "src/*.cs", "src/A.cs")]
    [InlineData("src", "deep/**", "src/deep/B.cs")]
    [InlineData(null, "*.{md,log}", "README.md\nignored/a.log")]
    [InlineData("src/A.cs", null, "src/A.cs")]
    public async Task A_path_and_a_glob_narrow_it(string? path, string? glob, string expected) =>
        Assert.Equal(expected, await _bench.TextAsync("list_files", new { path, glob }));

    [Theory]
    [InlineData("a?.cs")]
    [InlineData("[ab].cs")]
    [InlineData("../*.cs")]
    [InlineData("/etc/*")]
    public async Task A_glob_that_would_not_do_what_it_says_is_refused(string glob) =>
        Assert.Contains("glob", await _bench.FailureAsync("list_files", new { glob }), StringComparison.Ordinal);

    [Fact]
    public async Task No_match_says_so() =>
        Assert.Contains("no files", await _bench.TextAsync("list_files", new { glob = "*.none" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_that_is_not_there_fails() =>
        Assert.Contains("no folder 'nowhere'", await _bench.FailureAsync("list_files", new { path = "nowhere" }), StringComparison.Ordinal);

    [Fact]
    public async Task A_long_list_is_cut_and_says_how_much_is_missing()
    {
        for (var number = 0; number < 510; number++)
        {
            _bench.Folder.Write($"many/{number:000}.txt", "");
        }
        var text = await _bench.TextAsync("list_files", new { path = "many" });
        Assert.Contains("many/499.txt\n… 10 more files", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_link_is_not_entered()
    {
        Directory.CreateSymbolicLink(_bench.Folder.At("src/around"), "..");
        Assert.DoesNotContain("around/", await _bench.TextAsync("list_files", new { }), StringComparison.Ordinal);
    }

    private async Task GitAsync(params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = _bench.Folder.FullPath });
        Assert.NotNull(git);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, git.ExitCode);
    }
}
