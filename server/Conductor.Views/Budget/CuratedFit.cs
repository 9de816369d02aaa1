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
            yield return Elided([.. _order.Wanted, .. RankedWithinShare()]);
            yield break;
        }

        // A text is counted only if it can fit at all: no text has so few tokens for its length.
        if (source.Text.Length <= (long)budget * ViewLimits.MostCharactersPerToken && source.Tokens <= budget)
        {
            yield return ViewDraft.Whole(source, ViewLevel.Curated) with { Tokens = source.Tokens };
            yield break;
        }

        var wanted = Counted(Elided(_order.Wanted));
        if (wanted.Tokens <= budget)
        {
            yield return Fitted(budget, [.. _order.Ranked, .. _order.Rest], _order.Wanted, Elided, Cost)?.Draft ?? wanted;
            yield break;
        }

        // A skeleton may not fit, or take the room that a body named in the ticket needs: an outline with that body in it then says more.
        yield return wanted;
        var elided = Fitted(budget, [.. _order.Wanted, .. _order.Ranked, .. _order.Rest], [], Elided, Cost);
        var outlined = Fitted(budget, [.. _order.Wanted.Concat(_order.Ranked).Where(member => !member.HasMembers)], [], Outlined, CostInOutline);
        var isSkeletonTooLarge = Counted(Elided([])).Tokens > budget;
        if (outlined is { } lines && (isSkeletonTooLarge || Named(lines.Kept) > Named(elided?.Kept ?? [])))
        {
            yield return lines.Draft;
        }
        else if (elided is { } fitted)
        {
            yield return fitted.Draft;
        }
    }

    private int Named(List<SourceMember> kept) => _order.Wanted.Take(_order.Named).Intersect(kept).Count();

    /// <param name="candidates">In the order of need.</param>
    /// <param name="sure">Members that fit.</param>
    /// <returns>Null when nothing fits beside what is sure.</returns>
    private (ViewDraft Draft, List<SourceMember> Kept)? Fitted(
        int budget,
        IReadOnlyList<SourceMember> candidates,
        IReadOnlyList<SourceMember> sure,
        Func<IReadOnlyCollection<SourceMember>, ViewDraft> render,
        Func<SourceMember, int> cost)
    {
        var room = budget - Counted(render(sure)).Tokens ?? 0;

        // Tokens reach over the seams of members, so the sum can be short by a few; the choice then is made again with so much less room.
        for (var attempt = 0; attempt < MostAttempts && room > 0; attempt++)
        {
            List<SourceMember> kept = [.. sure];
            var left = room;
            foreach (var member in candidates)
            {
                var tokens = cost(member);
                if (tokens <= left)
                {
                    kept.Add(member);
                    left -= tokens;
                }
            }

            if (kept.Count == sure.Count)
            {
                return null;
            }

            var draft = Counted(render(kept));
            if (draft.Tokens <= budget)
            {
                return (draft, kept);
            }

            room -= draft.Tokens - budget ?? 0;
        }

        return null;
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

    private int CostInOutline(SourceMember member) => counter.Count(source.Text.AsSpan(member.Whole.Start, member.Whole.Length));

    private ViewDraft Elided(IReadOnlyCollection<SourceMember> kept) => CodeViews.Elided(source, header, outline, ViewLevel.Curated, Set(kept));

    private ViewDraft Outlined(IReadOnlyCollection<SourceMember> kept) => CodeViews.Outlined(source, header, outline, ViewLevel.Curated, Set(kept));

    private static HashSet<SourceMember> Set(IReadOnlyCollection<SourceMember> members) => new(members, ReferenceEqualityComparer.Instance);

    private ViewDraft Counted(ViewDraft draft) => draft with { Tokens = counter.Count(draft.Text) };
}
