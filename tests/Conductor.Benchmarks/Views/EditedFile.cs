using System.Diagnostics;
using System.Globalization;
using Conductor.Views;
using Conductor.Views.CSharp;
using Conductor.Views.Members;

namespace Conductor.Benchmarks.Views;

/// <summary>A large file that is viewed again after each of many small edits, with exact tokens.</summary>
internal static class EditedFile
{
    private const string Path = "src/Large.cs";

    /// <summary>Measures its skeleton, and the second look that a worker gets.</summary>
    public static IReadOnlyList<Figure> Measure(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        int edits = options.Repeat(150, 50);
        string text = CSharpCorpus.LargeFile.Text;
        return
        [
            new Figure(
                $"{text.Length / 1_000.0:F0} KB viewed again after an edit, skeleton",
                Edit(text, edits, (_, edited) => new ViewRequest(Path, edited, ViewLevel.Skeleton), cancellationToken),
                "ms",
                Target.AtMost(3)),
            new Figure(
                "the same, what has changed",
                Edit(
                    text,
                    edits,
                    (before, edited) => new ViewRequest(Path, edited, ViewLevel.Curated) { Seen = MemberSnapshot.Of(before, CSharpOutline.Read(Path, before, [])) },
                    cancellationToken),
                "ms",
                Target.AtMost(3)),
        ];
    }

    /// <returns>The median of the second half of the edits, in milliseconds.</returns>
    private static double Edit(string text, int edits, Func<string, string, ViewRequest> request, CancellationToken cancellationToken)
    {
        var random = new Random(7);
        int[] places = [.. CSharpOutline.Read(Path, text, []).Members.Where(member => member is { HasMembers: false, Body: not null }).Select(member => text.IndexOf('{', member.SignatureEnd) + 1)];
        List<double> times = [];
        for (int edit = 0; edit < edits * 2; edit++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string statement = string.Create(CultureInfo.InvariantCulture, $"\n            System.GC.KeepAlive({edit});");
            int place = places[random.Next(places.Length)];
            ViewRequest asked = request(text, text = text.Insert(place, statement));
            places = [.. places.Select(other => other > place ? other + statement.Length : other)];
            long start = Stopwatch.GetTimestamp();
            GC.KeepAlive(ViewBuilder.Build(asked, O200kTokenCounter.Shared));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Statistics.Median(times.Skip(edits));
    }
}
