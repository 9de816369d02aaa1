using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Workspaces;

public sealed class WorkspaceRootTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();

    private WorkspaceRoot Root => WorkspaceRoot.Open(_folder.FullPath);

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Theory]
    [InlineData("a.txt", "a.txt")]
    [InlineData("./sub//a.txt", "sub/a.txt")]
    [InlineData(@"sub\a.txt", "sub/a.txt")]
    [InlineData("sub/../a.txt", "a.txt")]
    [InlineData("new/deeper/a.txt", "new/deeper/a.txt")]
    [InlineData(".gitignore", ".gitignore")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("a~b.txt", "a~b.txt")]
    [InlineData("", ".")]
    [InlineData(".", ".")]
    public void A_relative_path_leads_inside(string path, string relative)
    {
        var inside = Assert.IsType<PathResolution.Inside>(Root.Resolve(path));
        Assert.Equal(relative, inside.RelativePath);
        Assert.Equal(Path.GetFullPath(Path.Combine(Root.FullPath, relative)), inside.FullPath);
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("//server/share/a.txt")]
    [InlineData(@"\\server\share\a.txt")]
    [InlineData(@"\\?\C:\a.txt")]
    [InlineData(@"\\.\pipe\a")]
    [InlineData(@"C:\a.txt")]
    [InlineData("C:a.txt")]
    [InlineData("~/a.txt")]
    [InlineData("~root/a.txt")]
    [InlineData("..")]
    [InlineData("../a.txt")]
    [InlineData(@"..\a.txt")]
    [InlineData("sub/../../a.txt")]
    [InlineData("a\0.txt")]
    [InlineData("a\n.txt")]
    [InlineData("a.txt:hidden")]
    [InlineData("a.txt::$DATA")]
    [InlineData("a.txt.")]
    [InlineData("a.txt ")]
    [InlineData("sub./a.txt")]
    [InlineData(".../a.txt")]
    [InlineData("CON")]
    [InlineData("nul.txt")]
    [InlineData("sub/Com1.tar.gz")]
    [InlineData("LPT9 .txt")]
    [InlineData("conout$")]
    public void A_path_that_could_lead_elsewhere_is_refused(string path)
    {
        var refused = Assert.IsType<PathResolution.Refused>(Root.Resolve(path));
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\0', refused.Message);
    }

    [Fact]
    public void An_absolute_path_is_refused_even_when_it_is_inside() =>
        Assert.IsType<PathResolution.Refused>(Root.Resolve(_folder.Write("a.txt", "")));

    [Fact]
    public void A_link_that_leads_out_is_refused()
    {
        File.CreateSymbolicLink(_folder.At("out.txt"), _outside.Write("secret.txt", "secret"));
        var refused = Assert.IsType<PathResolution.Refused>(Root.Resolve("out.txt"));
        Assert.Contains("link", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_does_not_exist_below_a_link_out_is_refused()
    {
        Directory.CreateSymbolicLink(_folder.At("out"), _outside.FullPath);
        Assert.IsType<PathResolution.Refused>(Root.Resolve("out/new/deeper.txt"));
    }

    [Fact]
    public void A_dangling_link_out_is_refused()
    {
        File.CreateSymbolicLink(_folder.At("out.txt"), _outside.At("not-there.txt"));
        Assert.IsType<PathResolution.Refused>(Root.Resolve("out.txt"));
    }

    [Fact]
    public void A_relative_link_out_is_refused()
    {
        _folder.Folder("sub");
        Directory.CreateSymbolicLink(_folder.At("sub/up"), Path.Combine("..", ".."));
        Assert.IsType<PathResolution.Refused>(Root.Resolve("sub/up/a.txt"));
    }

    [Fact]
    public void A_link_to_a_link_out_is_refused()
    {
        Directory.CreateSymbolicLink(_folder.At("first"), _outside.FullPath);
        Directory.CreateSymbolicLink(_folder.At("second"), "first");
        Assert.IsType<PathResolution.Refused>(Root.Resolve("second/a.txt"));
    }

    [Fact]
    public void A_link_whose_own_text_climbs_through_another_link_is_followed_as_the_system_does()
    {
        // Read as text, "hop/.." is the root; followed, it is the outside folder's parent.
        var inner = _outside.Folder("inner");
        Directory.CreateSymbolicLink(_folder.At("hop"), inner);
        Directory.CreateSymbolicLink(_folder.At("trick"), Path.Combine("hop", ".."));
        Assert.IsType<PathResolution.Refused>(Root.Resolve("trick/a.txt"));
    }

    [Fact]
    public void Links_in_a_circle_are_refused()
    {
        Directory.CreateSymbolicLink(_folder.At("one"), "two");
        Directory.CreateSymbolicLink(_folder.At("two"), "one");
        Assert.IsType<PathResolution.Refused>(Root.Resolve("one/a.txt"));
    }

    [Fact]
    public void A_link_that_stays_inside_leads_to_its_target()
    {
        _folder.Write("real/a.txt", "");
        Directory.CreateSymbolicLink(_folder.At("alias"), _folder.At("real"));
        Assert.Equal("real/a.txt", Assert.IsType<PathResolution.Inside>(Root.Resolve("alias/a.txt")).RelativePath);
    }

    [Fact]
    public void A_link_into_git_is_named_by_its_target()
    {
        _folder.Write(".git/config", "");
        Directory.CreateSymbolicLink(_folder.At("harmless"), ".git");
        var inside = Assert.IsType<PathResolution.Inside>(Root.Resolve("harmless/config"));
        Assert.True(ProtectedPaths.IsProtected(inside.RelativePath, []));
    }

    [Fact]
    public void A_sibling_whose_name_begins_like_the_root_is_outside()
    {
        var sibling = Directory.CreateDirectory(_folder.FullPath + "-sibling");
        try
        {
            Directory.CreateSymbolicLink(_folder.At("next"), sibling.FullName);
            Assert.IsType<PathResolution.Refused>(Root.Resolve("next/a.txt"));
        }
        finally
        {
            sibling.Delete();
        }
    }

    [Fact]
    public void A_root_that_is_a_link_is_its_target()
    {
        Directory.CreateSymbolicLink(_outside.At("alias"), _folder.FullPath);
        var root = WorkspaceRoot.Open(_outside.At("alias"));
        Assert.Equal(Root.FullPath, root.FullPath);
        Assert.IsType<PathResolution.Inside>(root.Resolve("a.txt"));
    }

    [Fact]
    public void A_root_that_does_not_exist_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => WorkspaceRoot.Open(_folder.At("not-there")));
}
