using Conductor.Workers.Workspaces;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Conductor.Workers.Tests.Workspaces;

public sealed class WorkspaceRootPropertyTests : IDisposable
{
    private static readonly string[] Pieces =
    [
        "/", "/", "/", "\\", "..", "..", ".", "a", "sub", "deep", "in", "out", "up", "dangling", "loop", "~", ":", "C:", "\0", " ", "NUL", "com1",
        "\\\\?\\", "//", "*", "\n", "é", "．．", "%2e%2e", ".git", "link.txt",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _outside = new();

    public void Dispose()
    {
        _folder.Dispose();
        _outside.Dispose();
    }

    [Fact]
    public void No_path_leads_out_of_the_root()
    {
        _folder.Folder("sub/deep");
        _folder.Folder("a");
        Directory.CreateSymbolicLink(_folder.At("in"), "sub");
        Directory.CreateSymbolicLink(_folder.At("sub/out"), _outside.FullPath);
        Directory.CreateSymbolicLink(_folder.At("sub/deep/up"), Path.Combine("..", "..", ".."));
        Directory.CreateSymbolicLink(_folder.At("a/up"), "..");
        Directory.CreateSymbolicLink(_folder.At("out"), Path.Combine("in", "out", ".."));
        Directory.CreateSymbolicLink(_folder.At("dangling"), _outside.At("not-there"));
        Directory.CreateSymbolicLink(_folder.At("loop"), "loop");
        var root = WorkspaceRoot.Open(_folder.FullPath);
        var inside = root.FullPath + Path.DirectorySeparatorChar;

        var piecewise = Gen.Elements(Pieces).ListOf().Select(pieces => string.Concat(pieces));
        var slashed = Gen.Elements(Pieces).ListOf().Select(pieces => string.Join('/', pieces));
        var anything = ArbMap.Default.GeneratorFor<string>().Where(text => text is not null);
        var paths = Gen.OneOf(piecewise, slashed, anything);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(3000),
            Prop.ForAll(paths.ToArbitrary(), path => root.Resolve(path) switch
            {
                PathResolution.Refused refused => refused.Message.Length > 0,
                PathResolution.Inside found => found.FullPath == root.FullPath
                    || (found.FullPath.StartsWith(inside, StringComparison.Ordinal) && !HasLink(root, found) && !found.FullPath.Contains("/../", StringComparison.Ordinal)),
                _ => false,
            }));
    }

    /// <summary>Asks the system itself: no name on the way to the place is a link.</summary>
    private static bool HasLink(WorkspaceRoot root, PathResolution.Inside found)
    {
        var current = root.FullPath;
        foreach (var name in found.RelativePath.Split('/'))
        {
            current = Path.Combine(current, name);
            if (new FileInfo(current).LinkTarget is not null)
            {
                return true;
            }
        }
        return false;
    }
}
