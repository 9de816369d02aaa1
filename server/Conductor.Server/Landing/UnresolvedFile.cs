namespace Conductor.Server.Landing;

/// <summary>A file in conflict as git has it: the ids of its contents, null where a side has no such file.</summary>
/// <param name="Path">From the top of the tree.</param>
internal sealed record UnmergedFile(string Path, string? Base, string? Ours, string? Theirs);

/// <summary>A file whose conflict waits for a decision.</summary>
/// <param name="Path">As whoever names it does.</param>
internal sealed record UnresolvedFile(string Path, UnresolvedReason Reason)
{
    /// <summary>It holds the text before both sides.</summary>
    public bool IsBefore => Reason is UnresolvedReason.Before or UnresolvedReason.BeforeCommitted;

    /// <summary>What is to be done about such files, without an end: git's own marks are not taken for right, whatever is said to git.</summary>
    public static string WayOutOf(IReadOnlyCollection<UnresolvedFile> files) => string.Join("; ", new[]
    {
        files.Any(file => file.Reason == UnresolvedReason.Marks) ? "take the marks out (git add a file whose own text has such lines)" : "",
        files.Any(file => file.Reason is UnresolvedReason.Untouched or UnresolvedReason.Before) ? "git add (or git rm) a file that is right as it is" : "",
        files.Any(file => file.Reason == UnresolvedReason.Before) ? "git checkout --merge FILE marks the conflicts of one again" : "",
        files.Any(file => file.Reason == UnresolvedReason.BeforeCommitted) ? "change what has been committed so, or commit once more (git commit --allow-empty) where just that is right" : "",
    }.Where(way => way.Length > 0));

    /// <summary>The file, and why it waits where one does not see that in it.</summary>
    public override string ToString() => IsBefore ? $"{Path} (holds neither side's changes: the text before both)" : Path;
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

    /// <summary>The same, and somebody has committed it: the merge is over for git.</summary>
    BeforeCommitted,
}
