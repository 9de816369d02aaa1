using System.Text.RegularExpressions;

namespace Conductor.Views.Choice;

/// <summary>
/// The members that a text names: <c>Type.Member</c> with or without namespaces and type arguments, and the bare name of a member if it looks
/// like one (a hump, an underscore, brackets behind it, or between backticks) and only one member is called so.
/// </summary>
internal static partial class NamedMembers
{
    /// <returns>In the order they are named, each once; overloads are named together.</returns>
    public static IReadOnlyList<SourceMember> In(string wishes, IReadOnlyList<SourceMember> members)
    {
        List<SourceMember> named = [];
        if (wishes.Length == 0)
        {
            return named;
        }

        var byName = members
            .SelectMany(member => member.Name.Split(", ").Select(name => (Name: name, Member: member)))
            .Where(entry => entry.Name.Length > 0)
            .ToLookup(entry => entry.Name, entry => entry.Member, StringComparer.Ordinal);
        var text = TypeArguments().Replace(wishes, string.Empty);
        foreach (Match match in Path().Matches(text))
        {
            var path = match.Value;
            var found = path.Contains('.', StringComparison.Ordinal) ? OfPath(path, byName) : OfName(text, match, byName);
            named.AddRange(found.Except(named));
        }

        return named;
    }

    private static List<SourceMember> OfPath(string path, ILookup<string, SourceMember> byName)
    {
        // What follows a member, as in Order.Total.Value, is not of this file.
        for (var rest = path; rest.Contains('.', StringComparison.Ordinal); rest = rest[..rest.LastIndexOf('.')])
        {
            var found = byName[rest[(rest.LastIndexOf('.') + 1)..]].Where(member => member.Container.Length > 0 && Names(rest, member)).ToList();
            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    private static bool Names(string path, SourceMember member)
    {
        var container = path[..path.LastIndexOf('.')];
        return container == member.Container
            || container.EndsWith("." + member.Container, StringComparison.Ordinal)
            || member.Container.EndsWith("." + container, StringComparison.Ordinal);
    }

    private static List<SourceMember> OfName(string text, Match match, ILookup<string, SourceMember> byName)
    {
        var found = byName[match.Value].Where(member => member.Kind != SourceMemberKind.Constructor).ToList();
        return found.Count > 0 && LooksLikeName(text, match) && found.TrueForAll(member => member.FullName == found[0].FullName) ? found : [];
    }

    private static bool LooksLikeName(string text, Match match)
    {
        var end = match.Index + match.Length;
        return match.Value.AsSpan(1).ContainsAnyInRange('A', 'Z')
            || match.Value.Contains('_', StringComparison.Ordinal)
            || (end < text.Length && text[end] == '(')
            || (match.Index > 0 && text[match.Index - 1] == '`' && end < text.Length && text[end] == '`');
    }

    [GeneratedRegex(@"(?<=\w)<[\w\s,.?\[\]<>]*>")]
    private static partial Regex TypeArguments();

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*", RegexOptions.ExplicitCapture)]
    private static partial Regex Path();
}
