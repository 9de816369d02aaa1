namespace Conductor.Workers.Projects;

/// <summary>What came of asking the workspace's code.</summary>
/// <param name="Value">Null when it cannot be told.</param>
/// <param name="Problem">Why it cannot, as the end of a sentence; null when it can.</param>
internal sealed record CodeAnswer<T>(T? Value, string? Problem)
    where T : class
{
    /// <summary>It is known.</summary>
    public static CodeAnswer<T> Known(T value) => new(value, null);

    /// <summary>It is not.</summary>
    public static CodeAnswer<T> Failed(string problem) => new(null, problem);
}
