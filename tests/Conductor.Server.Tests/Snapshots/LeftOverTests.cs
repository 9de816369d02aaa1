using Conductor.Server.Snapshots;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>What is left when a process dies, or a disk is full, in the middle of a write.</summary>
public sealed class LeftOverTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public LeftOverTests() => _folder.Write("text.txt", "one\ntwo\n");

    private string Objects => _folder.At(".conductor/objects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_content_that_cannot_be_put_in_its_place_leaves_nothing()
    {
        var objects = new ObjectStore(Objects);
        objects.Create();
        string id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("content"u8));
        _folder.Write($".conductor/objects/{id[..2]}", "This file stands where the content would be kept.");

        Assert.ThrowsAny<IOException>(() => objects.Put("content"u8.ToArray()));

        Assert.Equal([".gitignore", id[..2]], Directory.EnumerateFileSystemEntries(Objects).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
