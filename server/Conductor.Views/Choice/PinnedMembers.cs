namespace Conductor.Views.Choice;

/// <summary>The members that a person has chosen to be shown with their bodies.</summary>
/// <param name="Shown">Those that are in the file; of a type all that stand in it.</param>
/// <param name="Note">Which are not in the file, a sentence for the reader; null when all are.</param>
internal sealed record PinnedMembers(IReadOnlySet<SourceMember> Shown, string? Note)
{
    /// <param name="names">As <c>Type.Member</c>.</param>
    public static PinnedMembers Of(SourceOutline outline, IReadOnlyList<string> names)
    {
        var shown = new HashSet<SourceMember>(ReferenceEqualityComparer.Instance);
        List<string> missing = [];
        foreach (var name in names)
        {
            // Operators and indexers have names that nobody would write into a ticket.
            List<SourceMember> found = [.. outline.Members.Where(member => member.Kind != SourceMemberKind.Namespace && member.FullName == name)];
            found = found.Count > 0 ? found : [.. NamedMembers.In($"`{name}`", outline.Members)];
            if (found.Count == 0)
            {
                missing.Add(name);
            }

            shown.UnionWith(found);
            shown.UnionWith(outline.Members.Where(member => found.Any(type => type.HasMembers && IsIn(member, type))));
        }

        return new PinnedMembers(shown, missing.Count == 0 ? null : $"There is no {string.Join(", ", missing)} in this file any more.");
    }

    private static bool IsIn(SourceMember member, SourceMember type) =>
        member.Container == type.FullName || member.Container.StartsWith(type.FullName + ".", StringComparison.Ordinal);
}
