using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Conductor.Viewer.Projects;

/// <summary>Reads project files as text.</summary>
internal static partial class ProjectReader
{
    private static readonly string[] CommonUsings =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    private static readonly string[] WebUsings =
    [
        "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing",
        "Microsoft.Extensions.Configuration", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.Extensions.Logging",
    ];

    /// <summary>What several files say together.</summary>
    /// <param name="texts">XML, in the order in which a build reads them: what is shared by all projects first, the project itself last. One that is no XML says nothing.</param>
    public static ProjectFacts Read(IEnumerable<string> texts)
    {
        var roots = texts.Select(Parse).OfType<XElement>().ToList();
        // The last file that names frameworks decides; of several frameworks the first is what an editor shows.
        var framework = roots.SelectMany(root => Properties(root, "TargetFramework", "TargetFrameworks")).LastOrDefault()
            ?.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        List<string> constants = ["DEBUG", "TRACE", .. framework is null ? [] : FrameworkConstants.Of(framework)];
        foreach (var element in roots.SelectMany(root => root.Descendants().Where(one => one.Name.LocalName == "DefineConstants")))
        {
            if (Holds(element, framework))
            {
                constants.AddRange(element.Value.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(word => Identifier().IsMatch(word)));
            }
        }
        return new ProjectFacts([.. constants.Distinct(StringComparer.Ordinal)], [.. Usings(roots, framework)]);
    }

    private static IEnumerable<string> Usings(List<XElement> roots, string? framework)
    {
        var isImplicit = roots.SelectMany(root => Properties(root, "ImplicitUsings")).LastOrDefault() is { } word
            && (word.Equals("enable", StringComparison.OrdinalIgnoreCase) || word.Equals("true", StringComparison.OrdinalIgnoreCase));
        var isWeb = roots.Any(root => root.Attribute("Sdk")?.Value.Contains("Sdk.Web", StringComparison.OrdinalIgnoreCase) == true);
        IEnumerable<string> usings = isImplicit ? [.. CommonUsings, .. isWeb ? WebUsings : []] : [];
        var items = roots.SelectMany(root => root.Descendants().Where(element => element.Name.LocalName == "Using" && Holds(element, framework))).ToList();
        return usings
            .Concat(items.Where(item => item.Attribute("Static") is null && item.Attribute("Alias") is null).Select(item => item.Attribute("Include")?.Value).OfType<string>())
            .Except(items.Select(item => item.Attribute("Remove")?.Value).OfType<string>())
            .Where(name => Namespace().IsMatch(name));
    }

    private static IEnumerable<string> Properties(XElement root, params string[] names) => root.Descendants()
        .Where(element => names.Contains(element.Name.LocalName) && element.Parent?.Name.LocalName == "PropertyGroup" && Holds(element, null))
        .Select(element => element.Value.Trim())
        .Where(value => value.Length > 0 && !value.Contains("$(", StringComparison.Ordinal));

    /// <summary>Whether an element counts: none of the conditions around it speaks of anything but a debug build for the framework.</summary>
    private static bool Holds(XElement element, string? framework) => element.AncestorsAndSelf()
        .Select(one => one.Attribute("Condition")?.Value)
        .OfType<string>()
        .All(condition => Comparison().Match(condition) is { Success: true } match && IsTrue(match, framework));

    private static bool IsTrue(Match match, string? framework)
    {
        var value = match.Groups["value"].Value;
        var isEqual = match.Groups["name"].Value switch
        {
            "Configuration" => value.Equals("Debug", StringComparison.OrdinalIgnoreCase),
            "Configuration)|$(Platform" => value.StartsWith("Debug|", StringComparison.OrdinalIgnoreCase),
            "TargetFramework" when framework is not null => value.Equals(framework, StringComparison.OrdinalIgnoreCase),
            _ => (bool?)null,
        };
        return isEqual is { } equal && equal == (match.Groups["sign"].Value == "==");
    }

    private static XElement? Parse(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\s*'\$\((?<name>[^']+)\)'\s*(?<sign>==|!=)\s*'(?<value>[^'$]*)'\s*$")]
    private static partial Regex Comparison();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_.]*$")]
    private static partial Regex Namespace();
}
