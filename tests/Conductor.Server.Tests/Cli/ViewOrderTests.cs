using Conductor.Server.Cli;
using Conductor.Viewer;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What is shown without the command line library, or without the engine, is what they show.</summary>
public sealed class ViewOrderTests
{
    [Theory]
    [InlineData("A.cs")]
    [InlineData("A.cs track.json")]
    [InlineData("A.cs --level skeleton")]
    [InlineData("--level outline A.cs track.json --budget 40")]
    [InlineData("A.cs --json --level full")]
    [InlineData("--around A.cs")]
    [InlineData("missing.cs A.cs --level signature")]
    public async Task A_plain_order_shows_what_it_shows_through_the_command_line(string words)
    {
        using CliWorkspace workspace = WithFiles();
        string[] arguments = words.Split(' ');
        ViewOrder? order = ViewOrder.TryRead(arguments);
        Assert.NotNull(order);
        using var output = new StringWriter();
        using var error = new StringWriter();

        int exitCode = await new ViewedFiles(output, error, workspace.Root, TimeProvider.System).ShowAsync(order);

        CliResult expected = await workspace.InvokeAsync(["view", .. arguments]);
        Assert.Equal((expected.ExitCode, expected.Output, expected.Error), (exitCode, output.ToString(), error.ToString()));
    }

    [Theory]
    [InlineData("A.cs")]
    [InlineData("A.cs --level skeleton --json")]
    [InlineData("missing.cs A.cs src/B.cs --level outline")]
    [InlineData("src/B.cs --level full")]
    [InlineData("A.cs --budget 1")]
    [InlineData("src")]
    public async Task Plain_views_show_what_the_engine_shows(string words)
    {
        using CliWorkspace workspace = WithFiles();
        string[] arguments = words.Split(' ');
        ViewOrder? order = ViewOrder.TryRead(arguments);
        Assert.NotNull(order);
        using var output = new StringWriter();
        using var error = new StringWriter();

        int exitCode = await new ShownFiles(output, error, workspace.Root, new PlainViews(workspace.Root)).ShowAsync(order);

        CliResult expected = await workspace.InvokeAsync(["view", .. arguments]);
        Assert.Equal((expected.ExitCode, expected.Output, expected.Error), (exitCode, output.ToString(), error.ToString()));
    }

    private static CliWorkspace WithFiles()
    {
        var workspace = new CliWorkspace("""[{ "id": "A", "description": "D" }]""");
        workspace.Write("A.cs", "class A\n{\n    int Sum(int[] all)\n    {\n        int sum = 0;\n        foreach (int one in all)\n        {\n            sum += one;\n        }\n\n        return sum;\n    }\n}\n");
        workspace.Write("src/B.csproj", "<Project><PropertyGroup><DefineConstants>TILL</DefineConstants></PropertyGroup></Project>");
        workspace.Write("src/B.cs", "class B\n{\n#if TILL\n    void Till()\n    {\n    }\n#else\n    void Other()\n    {\n    }\n#endif\n}\n");
        return workspace;
    }
}
