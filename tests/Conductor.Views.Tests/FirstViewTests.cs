using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Conductor.Views.Tests;

/// <summary>What is viewed before anybody asks for a view.</summary>
public sealed class FirstViewTests
{
    [Fact]
    public void The_sample_is_sound_code_with_bodies_to_leave_out()
    {
        var view = ViewBuilder.Build(new ViewRequest("Ready.cs", FirstView.Sample, ViewLevel.Skeleton), O200kTokenCounter.Shared);

        Assert.Empty(CSharpSyntaxTree.ParseText(FirstView.Sample, new CSharpParseOptions(LanguageVersion.Preview), cancellationToken: TestContext.Current.CancellationToken).GetDiagnostics(TestContext.Current.CancellationToken));
        Assert.InRange(view.ElidedBodies, 2, int.MaxValue);
    }
}
