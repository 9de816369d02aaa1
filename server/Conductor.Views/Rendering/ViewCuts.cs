namespace Conductor.Views.Rendering;

/// <summary>What a view leaves out of a text: bodies, documentation behind its first sentence, and the licence at the top.</summary>
internal static class ViewCuts
{
    /// <param name="kept">Members that stay whole, documentation included.</param>
    /// <returns>In the order of the text, none overlapping another.</returns>
    public static IReadOnlyList<Cut> Of(ViewSource source, SourceOutline outline, IReadOnlySet<SourceMember> kept)
    {
        var cuts = new List<Cut>((outline.Members.Length * 2) + 1);
        BannerFold.Add(source.Text, source.TextStart, cuts);
        foreach (var member in outline.Members)
        {
            var isKept = kept.Count > 0 && kept.Contains(member);
            if (member.Docs is { } docs && !isKept && (cuts.Count == 0 || docs.Start >= cuts[^1].End))
            {
                DocFold.Add(source.Text, docs, cuts);
            }

            if (member.Body is { } body && member.CanElide && !isKept)
            {
                cuts.Add(new Cut(body.Start, body.End, HasMark: true));
                foreach (var further in member.FurtherBodies)
                {
                    cuts.Add(new Cut(further.Start, further.End, HasMark: true));
                }
            }
        }

        return cuts;
    }
}
