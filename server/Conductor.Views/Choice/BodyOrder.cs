namespace Conductor.Views.Choice;

/// <summary>The members whose bodies could be shown, the most needed first. The same request gives the same order.</summary>
/// <param name="Wanted">What the ticket names, then what the source marks hot: these are shown whatever else.</param>
/// <param name="Ranked">What shares words with the ticket, the closest first.</param>
/// <param name="Rest">Everything else, in the order of the text.</param>
internal sealed record BodyOrder(IReadOnlyList<SourceMember> Wanted, IReadOnlyList<SourceMember> Ranked, IReadOnlyList<SourceMember> Rest)
{
    /// <param name="wishes">The ticket's text; may be empty.</param>
    public static BodyOrder Of(string text, SourceOutline outline, string wishes)
    {
        var candidates = outline.Members.Where(member => member is { Body: not null, CanElide: true }).ToList();
        var named = NamedMembers.In(wishes, outline.Members).Intersect(candidates);
        var wanted = named.Union(candidates.Where(member => member.IsHot)).ToList();
        var isWanted = wanted.ToHashSet(ReferenceEqualityComparer.Instance);
        var scores = MemberRank.Of(text, candidates, wishes);
        var others = candidates.Index().Where(entry => !isWanted.Contains(entry.Item)).ToList();
        return new BodyOrder(
            wanted,
            [.. others.Where(entry => scores[entry.Index] > 0).OrderByDescending(entry => scores[entry.Index]).Select(entry => entry.Item)],
            [.. others.Where(entry => scores[entry.Index] <= 0).Select(entry => entry.Item)]);
    }
}
