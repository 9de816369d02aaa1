namespace Conductor.CrashHost.Campaign;

/// <summary>A point at which a process can be killed.</summary>
/// <param name="Number">Its place in the list of all labels in ordinal order, from 1.</param>
/// <param name="Label">Before or after what, of which ticket.</param>
internal sealed record CrashPoint(int Number, string Label)
{
    /// <summary>Points of one class lie between the same two kinds of things.</summary>
    public string Class
    {
        get
        {
            string[] words = Label.Split(' ');
            int kind = words[0] == "during" ? 2 : 3;
            return string.Join(' ', words.Take(kind).Append(words.Contains("Qa") ? "Qa" : ""));
        }
    }

    /// <summary>The points of a list of labels, numbered.</summary>
    public static IReadOnlyList<CrashPoint> Of(IEnumerable<string> labels) =>
        [.. labels.Distinct().Order(StringComparer.Ordinal).Select((label, index) => new CrashPoint(index + 1, label))];

    public override string ToString() => $"{Number} \"{Label}\"";
}
