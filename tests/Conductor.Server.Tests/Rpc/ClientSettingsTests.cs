using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class ClientSettingsTests
{
    private readonly List<string> _log = [];

    private ConductorSettings? Read(string json) => ClientSettings.Read<ConductorSettings>(JsonElement.Parse(json), _log.Add);

    [Fact]
    public void Settings_that_fit_are_read() => Assert.Equal(3, Read("""{"maxParallel":3,"thinking":"low"}""")?.MaxParallel);

    [Theory]
    [InlineData("""{"thinking":"max"}""")]
    [InlineData("""{"budget":{"minutes":0.5}}""")]
    [InlineData("""{"idleSeconds":"long"}""")]
    public void Settings_that_do_not_fit_are_told_and_change_nothing(string json)
    {
        Assert.Null(Read(json));

        Assert.Contains("Correct the setting", Assert.Single(_log), StringComparison.Ordinal);
    }
}
