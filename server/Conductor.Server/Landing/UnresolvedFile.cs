namespace Conductor.Server.Landing;

/// <summary>A file in conflict as git has it: the ids of its contents, null where a side has no such file.</summary>
/// <param name="Path">From the top of the tree.</param>
internal sealed record UnmergedFile(string Path, string? Base, string? Ours, string? Theirs);

/// <summary>A file whose conflict waits for a decision.</summary>
/// <param name="Path">As whoever names it does.</param>
internal sealed record UnresolvedFile(string Path, UnresolvedReason Reason)
{
    /// <summary>What is to be done about such files, without an end: marks are not taken for right, whatever is said to git.</summary>
    public static string WayOutOf(IReadOnlyCollection<UnresolvedFile> files) => string.Join("; ", new[]
    {
        files.Any(file => file.Reason == UnresolvedReason.Marks) ? "take the marks out" : "",
        files.Any(file => file.Reason != UnresolvedReason.Marks) ? "git add (or git rm) a file that is right as it is" : "",
        files.Any(file => file.Reason == UnresolvedReason.Before) ? "git checkout --merge FILE marks the conflicts of one again" : "",
    }.Where(way => way.Length > 0));

    /// <summary>The file, and why it waits where one does not see that in it.</summary>
    public override string ToString() => Reason == UnresolvedReason.Before ? $"{Path} (holds neither side's changes: the text before both)" : Path;
}

/// <summary>Why a conflict waits.</summary>
internal enum UnresolvedReason
{
    /// <summary>Marks of it stand in the file.</summary>
    Marks,

    /// <summary>git cannot mark it, and nothing has been done about it.</summary>
    Untouched,

    /// <summary>What stood there before both sides stands there, and none of their changes.</summary>
    Before,
}
