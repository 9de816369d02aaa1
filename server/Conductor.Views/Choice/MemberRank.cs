namespace Conductor.Views.Choice;

/// <summary>
/// How much each member has to do with a text, by BM25 over the words of its name, signature, documentation and body. It about doubles the
/// share of the bodies a change needs, against taking them from the top; nothing cleverer was found to add to that.
/// </summary>
internal static class MemberRank
{
    private const double Saturation = 1.2;
    private const double LengthInfluence = 0.75;

    /// <summary>A word in the name counts as if the body had it so often.</summary>
    private const int NameWeight = 3;

    /// <returns>One score per member, 0 where no word is shared.</returns>
    public static double[] Of(string text, IReadOnlyList<SourceMember> members, string wishes)
    {
        var scores = new double[members.Count];
        var terms = new SearchTerms(wishes);
        if (terms.Count == 0 || members.Count == 0)
        {
            return scores;
        }

        var counts = new int[members.Count * terms.Count];
        var lengths = new int[members.Count];
        for (var index = 0; index < members.Count; index++)
        {
            var row = counts.AsSpan(index * terms.Count, terms.Count);
            var member = members[index];
            lengths[index] = terms.CountIn(TextOf(text, member), row, 1);
            terms.CountIn(member.Name, row, NameWeight);
            terms.CountIn(member.Container, row, 1);
        }

        var average = Math.Max(1, lengths.Average());
        for (var term = 0; term < terms.Count; term++)
        {
            var holders = 0;
            for (var index = 0; index < members.Count; index++)
            {
                holders += counts[(index * terms.Count) + term] > 0 ? 1 : 0;
            }

            var rarity = Math.Log(1 + ((members.Count - holders + 0.5) / (holders + 0.5)));
            for (var index = 0; index < members.Count && holders > 0; index++)
            {
                double count = counts[(index * terms.Count) + term];
                var length = 1 - LengthInfluence + (LengthInfluence * lengths[index] / average);
                scores[index] += rarity * count * (Saturation + 1) / (count + (Saturation * length));
            }
        }

        return scores;
    }

    /// <summary>The members of a type speak for themselves.</summary>
    private static ReadOnlySpan<char> TextOf(string text, SourceMember member)
    {
        var end = member.HasMembers ? Math.Max(member.Whole.Start, member.SignatureEnd) : member.Whole.End;
        return text.AsSpan(member.Whole.Start, end - member.Whole.Start);
    }
}
