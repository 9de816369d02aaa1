using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using StreamJsonRpc;
using Xunit;

namespace Conductor.Server.Tests.Features.Context;

public sealed class ViewTests : RpcTestBase
{
    [Fact]
    public async Task A_skeleton_has_signatures_and_fewer_tokens_than_the_file()
    {
        Workspace.Write("src/a.cs", "class A\n{\n    int Sum(int a, int b)\n    {\n        int sum = a + b;\n        sum += 1; sum -= 1; sum += 1; sum -= 1; sum += 1; sum -= 1; sum += 1; sum -= 1; sum += 1; sum -= 1; sum += 1; sum -= 1;\n        return sum;\n    }\n}\n");
        await StartAsync();

        ViewResult view = await Client.AskAsync<ViewResult>("conductor/view/get", new ViewParams("src/a.cs", ViewLevelName.Skeleton));

        Assert.Contains("int Sum(int a, int b)", view.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("return sum", view.Text, StringComparison.Ordinal);
        Assert.Equal((1, true), (view.ElidedBodies, view.Tokens < view.FullTokens));
    }

    [Theory]
    [InlineData(ViewLevelName.Outline, "3:  int Sum(int a, int b)\n")]
    [InlineData(ViewLevelName.Signature, "A: Sum\n")]
    public async Task Levels_below_the_skeleton_list_the_members(ViewLevelName level, string line)
    {
        Workspace.Write("src/a.cs", "class A\n{\n    int Sum(int a, int b)\n    {\n        return a + b;\n    }\n}\n");
        await StartAsync();

        ViewResult view = await Client.AskAsync<ViewResult>("conductor/view/get", new ViewParams("src/a.cs", level));

        Assert.Equal(level, view.Level);
        Assert.EndsWith(line, view.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_of_what_is_around_a_view_are_also_counted_apart()
    {
        Workspace.Write("src/a.cs", "class A\n{\n    int Sum(int a) => B.Twice(a);\n}\n");
        Workspace.Write("src/b.cs", "class B\n{\n    public static int Twice(int a) => a + a;\n}\n");
        await StartAsync();

        ViewResult curated = await Client.AskAsync<ViewResult>("conductor/view/get", new ViewParams("src/a.cs", ViewLevelName.Curated));
        ViewResult skeleton = await Client.AskAsync<ViewResult>("conductor/view/get", new ViewParams("src/a.cs", ViewLevelName.Skeleton));

        Assert.InRange(curated.AroundTokens ?? 0, 1, curated.Tokens - 1);
        Assert.Null(skeleton.AroundTokens);
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(2, "A.Sum")]
    [InlineData(4, "A.Sum")]
    [InlineData(7, "A.B.C")]
    [InlineData(99, null)]
    public async Task The_declaration_at_a_line_is_the_innermost_one(int line, string? member)
    {
        await StartAsync();

        MemberAtResult found = await Client.AskAsync<MemberAtResult>(
            "conductor/view/memberAt",
            new MemberAtParams("src/a.cs", "class A\n{\n    int Sum(int a, int b)\n    {\n        return a + b;\n    }\n\n    class B { int C() => 1; }\n}\n", line));

        Assert.Equal((member, null), (found.Member, found.Note));
    }

    [Theory]
    [InlineData("Größe.Ändern", true)]
    [InlineData("Größe", true)]
    [InlineData("Ändern", false)]
    [InlineData("Größe.Zahl", false)]
    public async Task A_declaration_is_found_by_its_name_wherever_it_stands(string name, bool isThere)
    {
        await StartAsync();

        MemberAtResult found = await Client.AskAsync<MemberAtResult>(
            "conductor/view/memberAt", new MemberAtParams("src/a.cs", "class Other;\n\nclass Größe\n{\n    // Zahl\n    void Ändern() { }\n}\n", Line: 0, name));

        Assert.Equal(isThere ? name : null, found.Member);
    }

    [Fact]
    public async Task Where_declarations_are_not_known_that_is_said()
    {
        await StartAsync();

        MemberAtResult found = await Client.AskAsync<MemberAtResult>("conductor/view/memberAt", new MemberAtParams("notes.txt", "text", 0));

        Assert.Null(found.Member);
        Assert.NotNull(found.Note);
    }

    [Theory]
    [InlineData("../outside.cs")]
    [InlineData("/etc/passwd")]
    [InlineData("missing.cs")]
    [InlineData("link.cs")]
    public async Task What_is_not_a_file_of_the_workspace_is_refused(string path)
    {
        File.CreateSymbolicLink(Workspace.At("link.cs"), "/etc/passwd");
        await StartAsync();

        RemoteInvocationException refused = await Client.RefusedAsync("conductor/view/get", new ViewParams(path, ViewLevelName.Full));

        Assert.Equal(ErrorCodes.InvalidPath, refused.ErrorCode);
    }
}
