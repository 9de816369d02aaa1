using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Conductor.Core.Usage;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Server.Tests.Hosting;

/// <summary>Limits that are written in more than one place, since the editor checks what is typed before there is an engine.</summary>
public sealed partial class SharedLimitTests
{
    [Fact]
    public void The_settings_of_budgets_take_as_much_as_the_engine() => Assert.Equal(
        Enumerable.Repeat(Budget.Most, Budget.Kinds.Count),
        Json("package.json").GetProperty("contributes").GetProperty("configuration").EnumerateArray()
            .SelectMany(page => page.GetProperty("properties").EnumerateObject())
            .Where(setting => setting.Name.StartsWith("conductor.budget.", StringComparison.Ordinal))
            .Select(setting => setting.Value.GetProperty("maximum").GetInt64()));

    [Fact]
    public void The_schema_of_track_files_takes_as_much_as_the_engine()
    {
        long[] most = [.. Maximum().Matches(File.ReadAllText(RepositoryFiles.PathOf("extension/schemas/track.schema.json")))
            .Select(match => long.Parse(match.Groups["most"].Value, CultureInfo.InvariantCulture)).Where(number => number > int.MaxValue)];

        Assert.Equal([Budget.Most, Budget.Most, Budget.Most, Budget.Most], most);
    }

    [Fact]
    public void The_extension_asks_for_no_more_than_the_engine_takes()
    {
        Match named = Named().Match(File.ReadAllText(RepositoryFiles.PathOf("extension/src/features/tickets/addBudget.ts")));

        Assert.Equal(Budget.Most, long.Parse(named.Groups["most"].Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void No_endpoint_can_be_called_as_a_provider_is() => Assert.All(
        [.. ProviderTable.Standard.All.Select(provider => provider.Name), "demo", "script"],
        name =>
        {
            Assert.Null(ModelEndpoint.Read(name, "http://127.0.0.1:1/v1", EndpointApi.Chat, keyVariable: null, out string? problem));
            Assert.Contains("taken", problem, StringComparison.Ordinal);
        });

    private static JsonElement Json(string path) => JsonElement.Parse(File.ReadAllText(RepositoryFiles.PathOf(path)));

    [GeneratedRegex("\"maximum\": (?<most>[0-9]+)")]
    private static partial Regex Maximum();

    [GeneratedRegex("const most = (?<most>[0-9_]+);")]
    private static partial Regex Named();
}
