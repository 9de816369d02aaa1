using System.Xml.Linq;

namespace Conductor.Benchmarks.Views;

/// <summary>A program that parses one C# file with the compiler's own parser and does nothing else.</summary>
internal static class BareParser
{
    private const string Package = "Microsoft.CodeAnalysis.CSharp";

    private const string Source = """
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.CSharp;
        using Microsoft.CodeAnalysis.Text;

        string text = System.IO.File.ReadAllText(args[0]);
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        System.Console.WriteLine(CSharpSyntaxTree.ParseText(SourceText.From(text), options).GetRoot().FullSpan.Length);
        """;

    /// <summary>The path of the program, compiled ahead of time as the sidecar is; built when it is not there yet.</summary>
    /// <exception cref="InvalidOperationException">It could not be built.</exception>
    public static Task<string> PublishAsync(CancellationToken cancellationToken)
    {
        string version = XDocument.Load(Path.Combine(RepositoryFolders.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion")
            .First(package => package.Attribute("Include")?.Value == Package)
            .Attribute("Version")?.Value ?? throw new InvalidOperationException($"Directory.Packages.props gives no version of {Package}.");
        return new SmallProgram("parse-" + version, Source, $"""<PackageReference Include="{Package}" Version="{version}" />""").PublishAsync(PublishMode.SelfContained, cancellationToken);
    }
}
