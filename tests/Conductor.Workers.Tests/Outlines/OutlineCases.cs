using System.Text;
using Conductor.Views;
using Conductor.Workers.Outlines;
using Xunit;

namespace Conductor.Workers.Tests.Outlines;

/// <summary>
/// A folder in Cases is a case: one input, and what its skeleton and its outline are. CONDUCTOR_UPDATE=1 writes the expected files anew; read
/// the difference before it is committed.
/// </summary>
public sealed class OutlineCases(RunningHelper helper) : IClassFixture<RunningHelper>
{
    private static readonly UTF8Encoding Exact = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is shown of a large file is shown of these too.</summary>
    internal static readonly ViewLimits NothingIsSmall = new() { SmallFileTokens = -1 };

    public static TheoryData<string> Names => new(CaseFiles.Inputs.Select(path => Path.GetFileName(Path.GetDirectoryName(path) ?? "")));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_case_has_the_expected_views(string name)
    {
        var input = CaseFiles.Inputs.Single(path => Path.GetFileName(Path.GetDirectoryName(path)) == name);
        var text = Exact.GetString(await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken));
        var file = Path.GetFileName(input);

        var reading = await helper.Outlines.ReadAsync(file, text, TestContext.Current.CancellationToken);

        Assert.IsType<OutlineReading.Read>(reading);
        Check(input, reading.For(new ViewRequest(file, text, ViewLevel.Skeleton)), "expected.skeleton.txt");
        Check(input, reading.For(new ViewRequest(file, text, ViewLevel.Outline)), "expected.outline.txt");
    }

    private static void Check(string input, ViewRequest request, string expectedName)
    {
        var actual = ViewBuilder.Build(request, O200kTokenCounter.Shared, NothingIsSmall).Text;
        var path = Path.Combine(Path.GetDirectoryName(input) ?? "", expectedName);
        if (Environment.GetEnvironmentVariable("CONDUCTOR_UPDATE") == "1")
        {
            File.WriteAllBytes(path, Exact.GetBytes(actual));
            return;
        }

        var expected = File.Exists(path) ? Exact.GetString(File.ReadAllBytes(path)) : "";
        Assert.True(
            expected == actual,
            $"{path} differs from:\n{actual}\nIf that is right, run the tests once with CONDUCTOR_UPDATE=1 and read the difference in git.");
    }
}
