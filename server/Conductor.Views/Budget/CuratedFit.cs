using Conductor.Views.Choice;
using Conductor.Views.Rendering;

namespace Conductor.Views.Budget;

/// <summary>
/// Chooses the bodies of a curated view. What is named or marked hot comes first, then the closest to the ticket's words, then whatever still
/// has room. Counts of single members steer the choice; the view itself is counted before it is given.
/// </summary>
internal sealed class CuratedFit(ViewSource source, ViewHeader header, SourceOutline outline, ViewRequest request, ITokenCounter counter)
{
    /// <summary>A mark like most others.</summary>
    private const string Mark = " " + ElisionMarker.BodyStart + "123-145" + ElisionMarker.BodyEnd;

    /// <summary>The first or the second fits, but for counters that count as no tokenizer does.</summary>
    private const int MostAttempts = 8;

    /// <summary>Without a budget, bodies that only share words with the ticket may have this part of the tokens of all bodies.</summary>
    private const double RankedShare = 0.3;

    private readonly BodyOrder _order = BodyOrder.Of(source.Text, outline, request.Wishes);

    /// <summary>Whether nothing says which body matters.</summary>
    public bool IsBlind => _order.Wanted.Count == 0 && _order.Ranked.Count == 0;

    /// <summary>From the view with all that is wanted to one with as much of it as fits; none but the first is over the budget.</summary>
    public IEnumerable<ViewDraft> Drafts()
    {
        if (request.BudgetTokens is not { } budget)
        {
            yield return Render([.. _order.Wanted, .. RankedWithinShare()]);
            yield break;
        }

        if (source.Tokens <= budget)
        {
            yield return ViewDraft.Whole(source, ViewLevel.Curated) with { Tokens = source.Tokens };
            yield break;
        }

        var wanted = Counted(Render(_order.Wanted));
        if (wanted.Tokens > budget)
        {
            yield return wanted;
        }

        var fitted = wanted.Tokens > budget ? Fitted(budget, [], Counted(Render([]))) : Fitted(budget, _order.Wanted, wanted);
        if (fitted is not null)
        {
            yield return fitted;
        }
    }

    /// <param name="sure">Members that fit, as <paramref name="smallest"/> shows.</param>
    /// <returns>Null when nothing fits.</returns>
    private ViewDraft? Fitted(int budget, IReadOnlyList<SourceMember> sure, ViewDraft smallest)
    {
        var room = budget - smallest.Tokens ?? 0;

        // Tokens reach over the seams of members, so the sum can be short by a few; the choice then is made again with so much less room.
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var kept = Filling(room, sure);
            if (kept.Count == sure.Count)
            {
                break;
            }

            var draft = Counted(Render(kept));
            if (draft.Tokens <= budget)
            {
                return draft;
            }

            room -= draft.Tokens - budget ?? 0;
        }

        return sure.Count > 0 ? smallest : null;
    }

    /// <summary>In the order of need all that still fits beside what is sure; what does not is passed over.</summary>
    private List<SourceMember> Filling(int room, IReadOnlyList<SourceMember> sure)
    {
        List<SourceMember> kept = [.. sure];
        foreach (var member in (sure.Count > 0 ? [] : _order.Wanted).Concat(_order.Ranked).Concat(_order.Rest))
        {
            var cost = Cost(member);
            if (cost <= room)
            {
                kept.Add(member);
                room -= cost;
            }
        }

        return kept;
    }

    private IEnumerable<SourceMember> RankedWithinShare()
    {
        if (_order.Ranked.Count == 0)
        {
            yield break;
        }

        var free = RankedShare * _order.Ranked.Concat(_order.Rest).Concat(_order.Wanted).Sum(Cost);
        foreach (var member in _order.Ranked)
        {
            var cost = Cost(member);
            if (cost <= free)
            {
                free -= cost;
                yield return member;
            }
        }
    }

    /// <summary>What the view grows by when the member is shown whole: bodies in place of marks, and all of its documentation.</summary>
    private int Cost(SourceMember member)
    {
        var tokens = 0;
        foreach (var body in MemberBodies.Of(member))
        {
            tokens += counter.Count(source.Text.AsSpan(body.Start, body.Length)) - counter.Count(Mark);
        }

        List<Cut> cuts = [];
        if (member.Docs is { } docs)
        {
            DocFold.Add(source.Text, docs, cuts);
        }

        return tokens + cuts.Sum(cut => counter.Count(source.Text.AsSpan(cut.Start, cut.End - cut.Start)));
    }

    private ViewDraft Render(IReadOnlyCollection<SourceMember> kept) => CodeViews.Elided(
        source, header, outline, ViewLevel.Curated, new HashSet<SourceMember>(kept, ReferenceEqualityComparer.Instance));

    private ViewDraft Counted(ViewDraft draft) => draft with { Tokens = counter.Count(draft.Text) };
}
