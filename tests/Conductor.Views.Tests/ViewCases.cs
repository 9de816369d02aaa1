using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Xunit;

namespace Conductor.Views.Tests;

/// <summary>
/// A folder in Cases is a case: input.cs, and what its views are, one file per level. With a request.json it is one view, of exactly that
/// request, in expected.txt. CONDUCTOR_UPDATE=1 writes the expected files anew; read the difference before it is committed.
/// </summary>
public sealed class ViewCases
{
    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    // Even the smallest file is elided here, so that a case can be small.
    private static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    public static TheoryData<string> Names =>
        new(Repository.CaseInputs.Select(path => Path.GetFileName(Path.GetDirectoryName(path) ?? string.Empty)));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_case_has_the_expected_views(string name)
    {
        var folder = Path.Combine(Repository.CasesFolder, name);
        var input = Exact.GetString(File.ReadAllBytes(Path.Combine(folder, "input.cs")));
        if (File.Exists(Path.Combine(folder, "request.json")))
        {
            Check(folder, CaseRequest.Read(folder).For(input), "expected.txt");
            return;
        }

        Check(folder, new ViewRequest("src/input.cs", input, ViewLevel.Skeleton), "expected.skeleton.txt");
        Check(folder, new ViewRequest("src/input.cs", input, ViewLevel.Curated), "expected.curated.txt");
        Check(folder, new ViewRequest("src/input.cs", input, ViewLevel.Outline), "expected.outline.txt");
        Check(folder, new ViewRequest("src/input.cs", input, ViewLevel.Signature), "expected.signature.txt");
    }

    private static void Check(string folder, ViewRequest request, string expectedName)
    {
        var actual = ViewBuilder.Build(request, QuarterCounter.Instance, NothingIsSmall).Text;
        var path = Path.Combine(folder, expectedName);
        if (Environment.GetEnvironmentVariable("CONDUCTOR_UPDATE") == "1")
        {
            File.WriteAllBytes(path, Exact.GetBytes(actual));
            return;
        }

        var expected = File.Exists(path) ? Exact.GetString(File.ReadAllBytes(path)) : string.Empty;
        Assert.True(
            expected == actual,
            $"{path} differs.\n{LineDifference.Show(expected, actual)}\n"
            + "If the new view is right, run the tests once with CONDUCTOR_UPDATE=1 and read the difference in git.");
    }

    /// <summary>A request.json.</summary>
    private sealed record CaseRequest(
        ViewLevel Level, string? Path = null, int? Budget = null, string? Wishes = null, string[]? Constants = null, Dictionary<string, string[]>? OtherParts = null)
    {
        public static CaseRequest Read(string folder) =>
            JsonSerializer.Deserialize<CaseRequest>(File.ReadAllText(System.IO.Path.Combine(folder, "request.json")), Json)
            ?? throw new InvalidOperationException($"request.json of {folder} is null; it must be an object.");

        public ViewRequest For(string input) => new(Path ?? "src/input.cs", input, Level, Budget)
        {
            Wishes = Wishes ?? string.Empty,
            Constants = [.. Constants ?? []],
            OtherParts = [.. (OtherParts ?? []).Select(parts => new OtherParts(parts.Key, [.. parts.Value]))],
        };
    }
}
