using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Conductor.Server.Tests.House;

/// <summary>The rules of the house that no compiler holds.</summary>
public sealed partial class HouseRulesTests
{
    private const int MostLines = 400;

    private static readonly string[] Generated = ["extension/src/protocol.generated.ts"];

    [Theory]
    [InlineData("Conductor.Core", new string[0])]
    [InlineData("Conductor.Views", new string[0])]
    [InlineData("Conductor.Viewer", new[] { "Conductor.Views" })]
    [InlineData("Conductor.Front", new[] { "Conductor.Viewer" })]
    [InlineData("Conductor.Workers", new[] { "Conductor.Core", "Conductor.Viewer", "Conductor.Views" })]
    [InlineData("Conductor.Server", new[] { "Conductor.Core", "Conductor.Viewer", "Conductor.Views", "Conductor.Workers" })]
    public void A_project_refers_to_no_other_projects_than_these(string project, string[] allowed)
    {
        IEnumerable<string> references = Project(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(Include(reference).Replace('\\', '/')));

        Assert.Equal(allowed.Order(), references.Order());
    }

    [Theory]
    [InlineData("Conductor.Core", "")]
    [InlineData("Conductor.Viewer", "")]
    [InlineData("Conductor.Front", "")]
    [InlineData("Conductor.Views", "Microsoft.CodeAnalysis.CSharp|Microsoft.ML.Tokenizers|Microsoft.ML.Tokenizers.Data.O200kBase|System.IO.Hashing")]
    public void An_inner_project_uses_no_other_packages_than_these(string project, string allowed)
    {
        string[] offenders = [.. Project(project).Descendants("PackageReference").Select(Include).Except(allowed.Split('|'))];

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("StreamJsonRpc")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Spectre.Console")]
    public void Wire_journal_and_terminal_are_known_to_the_server_alone(string package)
    {
        string[] users = [.. RepositoryFiles.Below("server", ".csproj")
            .Where(path => Load(path).Descendants("PackageReference").Any(reference => Include(reference) == package))];

        Assert.Equal(["server/Conductor.Server/Conductor.Server.csproj"], users);
    }

    [Fact]
    public void Core_does_no_input_or_output_and_knows_no_JSON()
    {
        string[] offenders = [.. RepositoryFiles.Below("server/Conductor.Core", ".cs")
            .Where(path => OutsideWorld().IsMatch(Text(path)))];

        Assert.Empty(offenders);
    }

    [Fact]
    public void Nothing_but_the_entry_point_uses_the_command_line()
    {
        string[] offenders = [.. RepositoryFiles.Below("server/Conductor.Server", ".cs")
            .Where(path => !path.StartsWith("server/Conductor.Server/Cli/", StringComparison.Ordinal) && path != "server/Conductor.Server/Program.cs")
            .Where(path => CommandLine().IsMatch(Text(path)))];

        Assert.Empty(offenders);
    }

    [Fact]
    public void One_place_runs_git()
    {
        string[] places = [.. RepositoryFiles.Below("server", ".cs").Where(path => Text(path).Contains("(\"git\"", StringComparison.Ordinal))];

        Assert.Equal(["server/Conductor.Workers/Processes/GitRunner.cs"], places);
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        string[] offenders = [.. Sources()
            .Except(Generated)
            .Select(path => (Path: path, Lines: Text(path).Split('\n').Length - 1))
            .Where(file => file.Lines > MostLines)
            .Select(file => $"{file.Path}: {file.Lines}")];

        Assert.Empty(offenders);
    }

    [Fact]
    public void A_namespace_is_the_path_of_its_folder()
    {
        string[] offenders = [.. Sources()
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal))
            .Select(path => (Path: path, Expected: ExpectedNamespace(path), Actual: Namespace().Match(Text(path)).Groups["name"].Value))
            .Where(file => file.Actual.Length > 0 && file.Actual != file.Expected)
            .Select(file => $"{file.Path}: {file.Actual} should be {file.Expected}")];

        Assert.Empty(offenders);
    }

    [Fact]
    public void Nothing_is_left_to_do_in_a_comment()
    {
        string[] offenders = [.. Sources().Where(path => Unfinished().IsMatch(Text(path)))];

        Assert.Empty(offenders);
    }

    [Fact]
    public void Rooms_are_named_after_what_they_are_about()
    {
        string[] offenders = [.. Sources()
            .SelectMany(path => path.Split('/')[..^1])
            .Distinct()
            .Where(folder => folder is "Utils" or "Helpers" or "Common" or "Managers" or "Misc" or "utils" or "helpers" or "common" or "misc")];

        Assert.Empty(offenders);
    }

    [Fact]
    public void Every_type_of_the_wire_says_what_it_is()
    {
        string[] offenders = [.. RepositoryFiles.Below("server/Conductor.Server/Protocol", ".cs")
            .SelectMany(path => WireType().Matches(Text(path)))
            .Where(type => !type.Groups["documentation"].Value.Contains("<summary>", StringComparison.Ordinal))
            .Select(type => type.Groups["name"].Value)];

        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Sources() =>
        new[] { "server", "tests", "extension" }
            .SelectMany(folder => new[] { ".cs", ".ts", ".mts", ".mjs" }.SelectMany(ending => RepositoryFiles.Below(folder, ending)))
            .Where(path => !path.StartsWith("extension/sample/", StringComparison.Ordinal) && !path.Contains("/Cases/", StringComparison.Ordinal)
                && !path.Contains("/TestFiles/", StringComparison.Ordinal));

    private static string ExpectedNamespace(string path) => path.Split('/')[1..^1] is { Length: > 0 } parts ? string.Join('.', parts) : string.Empty;

    private static string Text(string path) => File.ReadAllText(RepositoryFiles.PathOf(path));

    private static XDocument Project(string name) => Load($"server/{name}/{name}.csproj");

    private static XDocument Load(string path) => XDocument.Load(RepositoryFiles.PathOf(path));

    private static string Include(XElement reference) => reference.Attribute("Include")?.Value ?? string.Empty;

    [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?<documentation>(///[^\n]*\n)*)public (sealed record|enum|interface|static class) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex WireType();

    [GeneratedRegex(@"^using Conductor\.Server\.Cli\b|(?<![\w.])Cli\.[A-Z]\w*\.", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex("(//|/\\*|\\*).*\\b(TO" + "DO|FIX" + "ME|HA" + "CK)\\b|NotImplemented" + "Exception")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^using System\.(IO|Text\.Json|Net|Diagnostics)\b|\b(File|Directory|Console|Process)\.\w+\(", RegexOptions.Multiline)]
    private static partial Regex OutsideWorld();
}
