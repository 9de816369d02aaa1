using System.Collections.Immutable;
using System.Globalization;

namespace Conductor.Views.Members;

/// <summary>What is different between two looks at a file.</summary>
/// <param name="Changed">Names of members with another text or another signature.</param>
/// <param name="IsOutsideChanged">Whether something outside members differs, such as an import.</param>
/// <param name="Shown">Indexes of the changed and the added members among those of the later look.</param>
public sealed record MemberChanges(
    ImmutableArray<string> Changed,
    ImmutableArray<string> Added,
    ImmutableArray<string> Removed,
    bool IsOutsideChanged,
    ImmutableArray<int> Shown)
{
    private const int MostNames = 10;

    /// <summary>Whether no member and nothing outside them differs; blank space between members may.</summary>
    public bool IsEmpty => Changed.IsEmpty && Added.IsEmpty && Removed.IsEmpty && !IsOutsideChanged;

    /// <summary>Compares two snapshots of one file.</summary>
    public static MemberChanges Between(MemberSnapshot earlier, MemberSnapshot later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        var before = earlier.Members.ToDictionary(member => member.Key, StringComparer.Ordinal);
        var shown = ImmutableArray.CreateBuilder<int>();
        foreach (var (index, member) in later.Members.Index())
        {
            if (!before.TryGetValue(member.Key, out var old) || old.Hash != member.Hash)
            {
                shown.Add(index);
            }
        }

        var now = later.Members.Select(member => member.Key).ToHashSet(StringComparer.Ordinal);
        var gone = earlier.Members.Where(member => !now.Contains(member.Key)).Select(member => member.FullName).ToList();
        var wasThere = earlier.Members.Select(member => member.FullName).ToHashSet(StringComparer.Ordinal);
        var different = shown.Select(index => later.Members[index].FullName).Distinct().ToList();
        return new MemberChanges(
            [.. different.Where(wasThere.Contains)],
            [.. different.Where(name => !wasThere.Contains(name))],
            [.. gone.Distinct().Except(different)],
            !earlier.Outside.Order().SequenceEqual(later.Outside.Order()),
            shown.ToImmutable());
    }

    /// <summary>In words: "changed: Order.Total; added: Order.Tax; gone: Order.Old; also text outside members".</summary>
    public string Describe()
    {
        List<string> parts = [];
        Add("changed", Changed);
        Add("added", Added);
        Add("gone", Removed);
        if (IsOutsideChanged)
        {
            parts.Add(parts.Count == 0 ? "changed: only text outside members" : "also text outside members");
        }

        return parts.Count == 0 ? "changed: only blank space" : string.Join("; ", parts);

        void Add(string what, ImmutableArray<string> names)
        {
            if (!names.IsEmpty)
            {
                var more = names.Length > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Length - MostNames} more") : string.Empty;
                parts.Add($"{what}: {string.Join(", ", names.Take(MostNames).Select(name => name.Length == 0 ? "top-level statements" : name))}{more}");
            }
        }
    }
}
