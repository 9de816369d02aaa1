using System.Text.Json;
using Conductor.Workers.Tools;
using Xunit;

namespace Conductor.Workers.Tests.Tools;

public sealed class WorkerToolsTests : IDisposable
{
    private readonly ToolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void There_are_seven() => Assert.Equal(
        ["read_file", "list_files", "search_text", "write_file", "edit_file", "run_command", "finish"],
        WorkerTools.All.Select(tool => tool.Name));

    [Fact]
    public void A_name_that_no_tool_has_finds_none() => Assert.Null(WorkerTools.Find("Read_File"));

    [Fact]
    public void Every_schema_is_closed_and_names_only_arguments_it_has() => Assert.All(WorkerTools.All, tool =>
    {
        var schema = tool.ArgumentsSchema;
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.False(schema.GetProperty("additionalProperties").GetBoolean());
        if (schema.TryGetProperty("required", out var required))
        {
            Assert.All(required.EnumerateArray(), name => Assert.True(schema.GetProperty("properties").TryGetProperty(name.GetString() ?? "", out _)));
        }
    });

    [Fact]
    public void Every_tool_knows_every_argument_of_its_schema() => Assert.All(WorkerTools.All, tool =>
    {
        // A value of a wrong type is complained about by name; an argument that is not known would be called unknown.
        var arguments = tool.ArgumentsSchema.GetProperty("properties").EnumerateObject().ToDictionary(property => property.Name, _ => new[] { 1 });
        var refused = Assert.IsType<ToolInspection.Refused>(tool.Inspect(JsonSerializer.SerializeToElement(arguments), _bench.Context));
        Assert.DoesNotContain("there is no argument", refused.Message, StringComparison.Ordinal);
        Assert.All(arguments.Keys, name => Assert.Contains($"'{name}'", refused.Message, StringComparison.Ordinal));
    });

    [Fact]
    public void Everything_wrong_with_arguments_is_said_at_once()
    {
        var refused = Assert.IsType<ToolInspection.Refused>(_bench.Inspect("write_file", new { path = 7, text = "x" }));
        Assert.Equal(
            "write_file: 'path' must be a text; 'content' is missing; there is no argument 'text' (there are path or content). "
                + "Nothing was done; call it again with this mended.",
            refused.Message);
    }

    [Fact]
    public void Arguments_that_are_no_object_are_refused() =>
        Assert.IsType<ToolInspection.Refused>(_bench.Inspect("read_file", new[] { "a.txt" }));

    [Theory]
    [InlineData("read_file", ToolRisk.Read)]
    [InlineData("list_files", ToolRisk.Read)]
    public void Looking_is_a_read_of_the_normalised_path(string tool, ToolRisk risk)
    {
        var ready = Assert.IsType<ToolInspection.Ready>(_bench.Inspect(tool, new { path = "./sub/../a.txt" }));
        Assert.Equal(new ToolFacts(risk, "a.txt", null), ready.Facts);
    }

    [Fact]
    public void A_write_through_a_link_is_a_write_of_its_target()
    {
        _bench.Folder.Write(".git/config", "");
        Directory.CreateSymbolicLink(_bench.Folder.At("harmless"), ".git");
        var ready = Assert.IsType<ToolInspection.Ready>(_bench.Inspect("write_file", new { path = "harmless/config", content = "" }));
        Assert.Equal(new ToolFacts(ToolRisk.Write, ".git/config", null), ready.Facts);
    }

    [Fact]
    public void A_command_is_a_command()
    {
        var ready = Assert.IsType<ToolInspection.Ready>(_bench.Inspect("run_command", new { command = "ls" }));
        Assert.Equal(new ToolFacts(ToolRisk.Command, null, "ls"), ready.Facts);
    }

    [Theory]
    [InlineData("read_file")]
    [InlineData("write_file")]
    [InlineData("edit_file")]
    [InlineData("list_files")]
    public async Task No_tool_leaves_the_root(string tool)
    {
        using var outside = new Workspaces.TemporaryFolder();
        outside.Write("a.txt", "secret");
        Directory.CreateSymbolicLink(_bench.Folder.At("out"), outside.FullPath);
        Dictionary<string, string> arguments = tool switch
        {
            "write_file" => new() { ["content"] = "x" },
            "edit_file" => new() { ["oldText"] = "secret", ["newText"] = "x" },
            _ => [],
        };
        foreach (var path in new[] { "out/a.txt", "../a.txt", outside.At("a.txt"), "NUL" })
        {
            arguments["path"] = path;
            Assert.DoesNotContain("secret", await _bench.FailureAsync(tool, arguments), StringComparison.Ordinal);
        }
        Assert.Equal("secret", await File.ReadAllTextAsync(outside.At("a.txt"), TestContext.Current.CancellationToken));
    }
}
