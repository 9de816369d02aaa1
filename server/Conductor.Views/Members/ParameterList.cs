using System.Text;
using Conductor.Views.Rendering;

namespace Conductor.Views.Members;

/// <summary>Tells overloads apart by what stands between their brackets, with or without the names of the parameters.</summary>
internal static class ParameterList
{
    /// <param name="wanted">From the opening bracket on, as <c>(int, string)</c> or <c>(int id, string name)</c>.</param>
    /// <param name="syntax">The language's.</param>
    public static bool Fits(string text, SourceMember member, string wanted, SourceSyntax syntax)
    {
        var line = new StringBuilder();
        var start = member.SignatureStart ?? member.Whole.Start;
        OneLine.Append(line, text, start, Math.Max(start, member.SignatureEnd), [], string.Empty, syntax);
        var signature = line.ToString();
        var open = signature.IndexOf(member.Name + "(", StringComparison.Ordinal);
        if (open < 0)
        {
            return false;
        }

        var parameters = Parts(signature[(open + member.Name.Length)..]);
        var asked = Parts(wanted);
        return parameters.Count == asked.Count
            && parameters.Zip(asked).All(pair => Squeezed(pair.First) == Squeezed(pair.Second) || Type(pair.First) == Squeezed(pair.Second));
    }

    /// <summary>The parts between the first bracket and the one that closes it, at the commas outside inner brackets.</summary>
    private static List<string> Parts(string list)
    {
        List<string> parts = [];
        var (depth, start) = (0, 1);
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] is '(' or '[' or '<' or '{' ? 1 : list[at] is ')' or ']' or '>' or '}' ? -1 : 0;
            if (depth == 0 || (depth == 1 && list[at] == ','))
            {
                parts.Add(list[start..at].Trim());
                start = at + 1;
            }

            if (depth == 0)
            {
                break;
            }
        }

        return parts is [""] ? [] : parts;
    }

    private static string Type(string parameter)
    {
        var withoutDefault = parameter.Split('=')[0].Trim();
        var name = withoutDefault.LastIndexOf(' ');
        return Squeezed(name < 0 ? withoutDefault : withoutDefault[..name]);
    }

    private static string Squeezed(string text) => text.Replace(" ", string.Empty, StringComparison.Ordinal);
}
