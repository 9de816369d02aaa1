using System.Text;
using Xunit;

namespace Conductor.Views.Tests;

/// <summary>
/// A folder in Cases is a case: input.cs, and what its views are, one file per level. With a request.json it is one view, of exactly that
/// <see cref="CaseRequest"/>, in expected.txt. CONDUCTOR_UPDATE=1 writes the expected files anew; read the difference before it is committed.
/// </summary>
public sealed class ViewCases
{
    // Even the smallest file is elided here, so that a case can be small.
    internal static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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
            Check(folder, CaseRequest.Read(folder).Show(folder, input), "expected.txt");
            return;
        }

        Check(folder, View(input, ViewLevel.Skeleton), "expected.skeleton.txt");
        Check(folder, View(input, ViewLevel.Curated), "expected.curated.txt");
        Check(folder, View(input, ViewLevel.Outline), "expected.outline.txt");
        Check(folder, View(input, ViewLevel.Signature), "expected.signature.txt");
    }

    private static string View(string input, ViewLevel level) =>
        ViewBuilder.Build(new ViewRequest("src/input.cs", input, level), QuarterCounter.Instance, NothingIsSmall).Text;

    private static void Check(string folder, string actual, string expectedName)
    {
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
}
