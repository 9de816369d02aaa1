using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Conductor.Server.Landing;

/// <summary>Files that were copied into a tree, with what stood in them: a path may have had several contents, one after the other.</summary>
internal sealed class CopiedFiles
{
    private readonly ImmutableHashSet<(string Path, string Content)> _copies;

    private CopiedFiles(ImmutableHashSet<(string Path, string Content)> copies)
    {
        _copies = copies;
        Paths = copies.Select(copy => copy.Path).ToImmutableHashSet(StringComparer.Ordinal);
    }

    /// <summary>Nothing was copied.</summary>
    public static CopiedFiles None { get; } = new([]);

    /// <summary>From the top of the tree.</summary>
    public ImmutableHashSet<string> Paths { get; }

    /// <summary>As <see cref="Of"/> reads it.</summary>
    public string Text => string.Concat(_copies.Order().Select(copy => $"{copy.Path}\0{copy.Content}\0"));

    /// <summary>What a text tells.</summary>
    public static CopiedFiles Of(string text) => new([.. text.Split('\0').Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]))]);

    /// <summary>The hash of what stands in a file.</summary>
    public static string Content(string file)
    {
        using FileStream content = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(content));
    }

    /// <summary>These and others.</summary>
    public CopiedFiles With(IEnumerable<(string Path, string Content)> others) => new(_copies.Union(others));

    /// <summary>True when what stands in a place is what was copied to the path.</summary>
    public bool IsCopy(string path, string place) =>
        Paths.Contains(path) && new FileInfo(place) is { Exists: true, LinkTarget: null } && _copies.Contains((path, Content(place)));
}
