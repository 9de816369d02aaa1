using System.Text;
using Xunit;

namespace Conductor.Views.Tests;

/// <summary>
/// A folder in Cases is a case: input.cs, and what its skeleton and its curated view are. CONDUCTOR_UPDATE=1 writes the expected
/// files anew; read the difference before it is committed.
/// </summary>
public sealed class ViewCases
{
    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

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

        Check(folder, input, ViewLevel.Skeleton, "expected.skeleton.txt");
        Check(folder, input, ViewLevel.Curated, "expected.curated.txt");
    }

    private static void Check(string folder, string input, ViewLevel level, string expectedName)
    {
        var request = new ViewRequest("src/input.cs", input, level);
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
}
