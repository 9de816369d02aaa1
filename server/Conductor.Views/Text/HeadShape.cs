namespace Conductor.Views.Text;

/// <summary>How much of a text is shown where only lines can be told apart.</summary>
/// <param name="Head">Lines from its beginning.</param>
/// <param name="Tail">Lines from its end.</param>
internal sealed record HeadShape(int Head, int Tail)
{
    /// <summary>A text of which nothing is known.</summary>
    public static HeadShape Plain { get; } = new(60, 20);

    /// <summary>What counting has found, a sentence with a blank behind it; empty when nothing was counted.</summary>
    public string Facts { get; init; } = string.Empty;

    /// <summary>A sentence that says why the file is shown so.</summary>
    public string Why { get; init; } = "No bodies can be told apart in this file, so it is shown by its first and last lines.";
}
