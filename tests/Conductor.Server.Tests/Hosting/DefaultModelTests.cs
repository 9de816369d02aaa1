using System.Text.Json;
using System.Text.RegularExpressions;
using Conductor.Server.Hosting;

using Xunit;

namespace Conductor.Server.Tests.Hosting;

/// <summary>The model of those who chose none is named in three places, since the editor asks before there is an engine.</summary>
public sealed partial class DefaultModelTests
{
    [Fact]
    public void The_manifest_s_default_is_the_engine_s()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("package.json")));
        string[] defaults = [.. manifest.RootElement.GetProperty("contributes").GetProperty("configuration").EnumerateArray()
            .SelectMany(page => page.GetProperty("properties").EnumerateObject())
            .Where(setting => setting.Name == "conductor.models.default")
            .Select(setting => setting.Value.GetProperty("default").GetString() ?? "")];

        Assert.Equal([WorkspaceSettings.Default.Model], defaults);
    }

    [Fact]
    public void The_extension_s_default_is_the_engine_s()
    {
        Match named = Named().Match(File.ReadAllText(RepositoryFiles.PathOf("extension/src/server/engineSettings.ts")));

        Assert.Equal(WorkspaceSettings.Default.Model, named.Groups["model"].Value);
    }

    [Fact]
    public void The_sample_needs_no_key()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(RepositoryFiles.PathOf("extension/sample/.vscode/settings.json")));

        Assert.Equal("demo", settings.RootElement.GetProperty("conductor.models.default").GetString());
    }

    [GeneratedRegex("settings\\.defaultModel[^\"]*\"(?<model>[^\"]+)\"")]
    private static partial Regex Named();
}
