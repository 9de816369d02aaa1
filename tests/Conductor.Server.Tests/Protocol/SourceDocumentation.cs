using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Server.Tests.Protocol;

/// <summary>The doc comments of the contract's C# sources, as plain text for the TypeScript.</summary>
internal sealed partial class SourceDocumentation
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Reads every source below a folder of the repository.</summary>
    public SourceDocumentation(string folder)
    {
        foreach (string path in RepositoryFiles.Below(folder, ".cs"))
        {
            CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(File.ReadAllText(RepositoryFiles.PathOf(path)));
            foreach (MemberDeclarationSyntax member in unit.DescendantNodes().OfType<MemberDeclarationSyntax>())
            {
                Add(member);
            }
        }
    }

    /// <summary>The summary of a type; null when it has none.</summary>
    public string? Of(Type type) => _texts.GetValueOrDefault(type.Name);

    /// <summary>The text of a record's parameter, an enum's value, a constant or a method; null when it has none.</summary>
    public string? Of(Type type, string member) => _texts.GetValueOrDefault($"{type.Name}.{member}");

    private void Add(MemberDeclarationSyntax member)
    {
        string? name = member switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            MethodDeclarationSyntax method => InParent(member, method.Identifier.Text),
            EnumMemberDeclarationSyntax value => InParent(member, value.Identifier.Text),
            FieldDeclarationSyntax field => InParent(member, field.Declaration.Variables[0].Identifier.Text),
            _ => null,
        };
        string comment = string.Join('\n', member.GetLeadingTrivia().ToFullString().Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("///", StringComparison.Ordinal))
            .Select(line => line[3..]));
        if (name is null || comment.Length == 0)
        {
            return;
        }

        XElement root = XElement.Parse($"<doc>{comment}</doc>", LoadOptions.PreserveWhitespace);
        if (root.Element("summary") is { } summary)
        {
            _texts[name] = PlainText(summary);
        }

        foreach (XElement parameter in root.Elements("param"))
        {
            _texts[$"{name}.{parameter.Attribute("name")?.Value}"] = PlainText(parameter);
        }
    }

    private static string InParent(MemberDeclarationSyntax member, string name) =>
        $"{(member.Parent as BaseTypeDeclarationSyntax)?.Identifier.Text}.{name}";

    private static string PlainText(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "see" } see => Code(see.Attribute("cref")?.Value.Split(':')[^1] ?? see.Attribute("langword")?.Value),
                XElement { Name.LocalName: "paramref" } named => Code(JsonNamingPolicy.CamelCase.ConvertName(named.Attribute("name")?.Value ?? "")),
                XElement other => Code(other.Value),
                _ => string.Empty,
            });
        }

        return Whitespace().Replace(text.ToString(), " ").Trim().Replace("*/", "* /", StringComparison.Ordinal);
    }

    private static string Code(string? text) => $"`{text}`";

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
