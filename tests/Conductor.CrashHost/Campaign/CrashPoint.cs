namespace Conductor.CrashHost.Campaign;

/// <summary>A point at which a process can be killed.</summary>
/// <param name="Number">Its place in the list of all labels in ordinal order, from 1.</param>
/// <param name="Label">Before or after what, of which ticket.</param>
internal sealed record CrashPoint(int Number, string Label)
{
    /// <summary>Kinds of events that an effect, or a person's answer, comes right before or after.</summary>
    private static readonly string[] BesideEffects =
        ["ToolStarted", "ToolFinished", "ModelCallStarted", "ModelAnswered", "CommandStarted", "ApprovalRequested", "ApprovalDecided", "AttemptEnded", "AcceptanceRan", "TreeReady", "WorkSubmitted", "LandingStarted", "WorkLanded"];

    /// <summary>
    /// Points of one class lie between the same two kinds of things. Of records that no effect follows, and that follow none, those before
    /// and those after are one class.
    /// </summary>
    public string Class
    {
        get
        {
            string[] words = Label.Split(' ');
            bool isSide = words is [_, "append", var kind, ..] && !BesideEffects.Contains(kind);
            return string.Join(' ', [.. words.Skip(isSide ? 1 : 0).Take(words[0] == "during" || isSide ? 2 : 3), words.Contains("Qa") ? "Qa" : ""]);
        }
    }

    /// <summary>The points of a list of labels, numbered.</summary>
    public static IReadOnlyList<CrashPoint> Of(IEnumerable<string> labels) =>
        [.. labels.Distinct().Order(StringComparer.Ordinal).Select((label, index) => new CrashPoint(index + 1, label))];

    public override string ToString() => $"{Number} \"{Label}\"";
}
