using Conductor.Views;
using Conductor.Views.CSharp;

namespace Conductor.Benchmarks.Views;

/// <summary>
/// The history of a repository, replayed: the message of each commit is taken for a ticket, and of the bodies that the commit really changed those are counted that a
/// curated view of the file before it shows, within a budget of the skeleton and 30 % of the tokens of all bodies. Messages are written afterwards, so they are kinder than tickets; and files that workers get whole are replayed too, from 1,000 tokens.
/// </summary>
internal static class HistoryReplay
{
    private const double Budget = 0.3;
    private const int FewestTokens = 1_000;
    private const int Shuffles = 20;
    private const int MostCommits = 3_000;

    /// <summary>Replays this repository's history, or that of the one which the options name.</summary>
    public static async Task<(IReadOnlyList<Figure> Figures, string? Note)> MeasureAsync(BenchmarkOptions options, CancellationToken cancellationToken)
    {
        string repository = options.History ?? RepositoryFolders.Root;
        var shares = new Shares();
        foreach (Commit commit in await GitHistory.ReadAsync(repository, options.Repeat(MostCommits, 200), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            (string? path, IReadOnlyList<LineRange>? edits) = commit.Edits
                .Where(edit => !edit.Key.Contains("test", StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(edit => edit.Value.Sum(lines => lines.Weight))
                .FirstOrDefault();
            if (path is not null && edits is not null)
            {
                Replay(commit, path, edits, await GitHistory.TextAsync(repository, commit.Parent, path, cancellationToken), shares);
            }
        }

        if (shares.Commits == 0)
        {
            return ([], $"History: no commit of {repository} could be replayed (a shallow clone has none); give another repository behind --history.");
        }

        return (
            [
                new Figure("commits replayed", shares.Commits, ""),
                new Figure("bodies they changed", shares.Bodies, ""),
                new Figure("of these shown, curated view by the commit's message", shares.Curated * 100, "%"),
                new Figure("of these shown, bodies from the top", shares.Truncated * 100, "%"),
                new Figure("of these shown, bodies by chance", shares.Random * 100, "%"),
                new Figure("curated to bodies from the top", shares.Curated / shares.Truncated, "x", Target.AtLeast(1)),
                new Figure("curated to bodies by chance", shares.Curated / shares.Random, "x", Target.AtLeast(1)),
            ],
            null);
    }

    private static void Replay(Commit commit, string path, IReadOnlyList<LineRange> edits, string text, Shares shares)
    {
        O200kTokenCounter counter = O200kTokenCounter.Shared;
        if (counter.Count(text) < FewestTokens || CSharpOutline.TryRead(path, text, []) is not { IsGenerated: false } outline)
        {
            return;
        }

        List<SourceMember> members = [.. outline.Members.Where(member => member is { Body: not null, CanElide: true, HasMembers: false })];
        HashSet<SourceMember> changed = [.. members.Where(member => IsChanged(text, member, edits))];
        if (changed.Count == 0 || changed.Count == members.Count)
        {
            return;
        }

        Dictionary<SourceMember, int> costs = members.ToDictionary(member => member, member => Bodies(member).Sum(body => counter.Count(text.AsSpan(body.Start, body.Length))));
        int room = (int)(costs.Values.Sum() * Budget);
        int skeleton = ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Skeleton), counter).Tokens;
        FileView view = ViewBuilder.Build(new ViewRequest(path, text, ViewLevel.Curated, skeleton + room) { Wishes = commit.Message }, counter);
        var random = new Random(commit.Message.Length);
        double byChance = Enumerable.Range(0, Shuffles).Average(_ =>
        {
            SourceMember[] order = [.. members];
            random.Shuffle(order);
            return Fitting(order, costs, room, stopsAtFirst: false).Count(changed.Contains);
        });
        shares.Add(
            changed.Count,
            changed.Count(member => view.Shown.Any(shown => shown.Start <= member.Whole.Start && member.Whole.End <= shown.End)),
            Fitting(members, costs, room, stopsAtFirst: true).Count(changed.Contains),
            byChance);
    }

    private static IEnumerable<SourceMember> Fitting(IEnumerable<SourceMember> order, Dictionary<SourceMember, int> costs, int room, bool stopsAtFirst)
    {
        foreach (SourceMember member in order)
        {
            if (costs[member] <= room)
            {
                room -= costs[member];
                yield return member;
            }
            else if (stopsAtFirst)
            {
                yield break;
            }
        }
    }

    private static bool IsChanged(string text, SourceMember member, IReadOnlyList<LineRange> edits) => Bodies(member).Any(body =>
    {
        int first = text.AsSpan(0, body.Start).Count('\n') + 1;
        int last = first + text.AsSpan(body.Start, body.Length).Count('\n');
        return edits.Any(lines => lines.First >= first && lines.First <= last && (lines.Last <= last || lines.Weight > 1));
    });

    private static IEnumerable<SourceSpan> Bodies(SourceMember member) => member.Body is { } body ? [body, .. member.FurtherBodies] : [];

    /// <summary>Sums over all commits; shares are of the bodies that were changed.</summary>
    private sealed class Shares
    {
        private int _curated;
        private int _truncated;
        private double _random;

        public int Commits { get; private set; }

        public int Bodies { get; private set; }

        public double Curated => (double)_curated / Bodies;

        public double Truncated => (double)_truncated / Bodies;

        public double Random => _random / Bodies;

        public void Add(int bodies, int curated, int truncated, double random)
        {
            Commits++;
            Bodies += bodies;
            _curated += curated;
            _truncated += truncated;
            _random += random;
        }
    }
}
