using Conductor.CrashHost.Campaign;
using Conductor.CrashHost.Host;
using Xunit;

namespace Conductor.Server.Tests.Crash;

/// <summary>A sample of what <c>npm run test:crash</c> does.</summary>
public sealed class CrashCampaignTests
{
    [Fact]
    public Task Killed_once_at_a_point_of_each_class_a_run_ends_as_if_it_had_not_been() => HoldsAsync(new CampaignOptions(Sample: true));

    [Fact]
    public Task Killed_again_while_it_is_recovered_from_a_kill_a_run_ends_as_if_it_had_not_been() => HoldsAsync(new CampaignOptions(Random: 6, Seed: 3));

    [Fact]
    public Task Killed_at_a_point_of_each_class_parallel_tickets_land_as_if_it_had_not_been() => HoldsAsync(new CampaignOptions(Sample: true, Scenario: Scenario.Trees));

    private static async Task HoldsAsync(CampaignOptions options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The track's commands are written for a Unix shell, and Windows has no signals.");
        using var campaign = new CampaignRun();
        using var report = new StringWriter();

        IReadOnlyList<string> failures = await campaign.RunAllAsync(options, TextWriter.Synchronized(report));

        TestContext.Current.SendDiagnosticMessage(report.ToString());
        Assert.Empty(failures);
    }
}
