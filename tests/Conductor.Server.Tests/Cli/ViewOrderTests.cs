using Conductor.Server.Cli;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What is read without the command line library is read as the library reads it, and all else is left to it.</summary>
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
    [InlineData("")]
    [InlineData("--level skeleton")]
    [InlineData("A.cs --level")]
    [InlineData("A.cs --level everything")]
    [InlineData("A.cs --level=skeleton")]
    [InlineData("A.cs --level full --level outline")]
    [InlineData("A.cs --budget 0")]
    [InlineData("A.cs --budget -3")]
    [InlineData("A.cs --budget 1e3")]
    [InlineData("A.cs --json true")]
    [InlineData("A.cs --json --json")]
    [InlineData("A.cs --unknown")]
    [InlineData("-- A.cs")]
    [InlineData("A.cs --help")]
    [InlineData("A.cs -h")]
    [InlineData("A.cs /h")]
    [InlineData("A.cs /?")]
    public void What_is_not_plain_is_left_to_the_command_line(string words) =>
        Assert.Null(ViewOrder.TryRead(words.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    private static CliWorkspace WithFiles()
    {
        var workspace = new CliWorkspace("""[{ "id": "A", "description": "D" }]""");
        workspace.Write("A.cs", "class A\n{\n    int Sum(int[] all)\n    {\n        int sum = 0;\n        foreach (int one in all)\n        {\n            sum += one;\n        }\n\n        return sum;\n    }\n}\n");
        return workspace;
    }
}
