using Conductor.Server.Protocol;
using Conductor.Workers.Models;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Conductor.Server.Tests.Features.Models;

public sealed class ModelTestTests : ModelsTestBase
{
    [Fact]
    public async Task A_model_is_asked_for_a_word_with_the_key_that_is_set()
    {
        var cloud = new StubProvider("cloud");
        await ServeAsync(cloud);
        await SetKeyAsync("cloud", Key);

        ModelTestResult result = await TryAsync("cloud:one");

        Assert.Equal((true, "cloud:one", "cloud", null), (result.Ok, result.Subject, result.Account, result.Remedy));
        Assert.Contains("OK: one (Label of cloud) answered", result.Message, StringComparison.Ordinal);
        Assert.Equal(Key, cloud.Reached?.Key);
        Assert.InRange(cloud.Options?.MaxOutputTokens ?? int.MaxValue, 1, 1000);
    }

    [Fact]
    public async Task Without_a_name_it_is_the_default_model()
    {
        await ServeAsync(new ConductorSettings(Model: "cloud:mine"), new StubProvider("cloud", needsKey: false));

        Assert.Equal("cloud:mine", (await TryAsync()).Subject);
    }

    [Fact]
    public async Task A_provider_is_asked_for_its_models()
    {
        var cloud = new StubProvider("cloud", needsKey: false);
        await ServeAsync(cloud);

        ModelTestResult result = await TryAsync(provider: "cloud");

        Assert.Equal((true, "cloud", true), (result.Ok, result.Subject, result.Message.Contains("lists 1 model", StringComparison.Ordinal)));
        Assert.Null(cloud.Options);
    }

    [Fact]
    public async Task A_missing_key_is_an_answer_that_leads_to_setting_it()
    {
        await ServeAsync(new StubProvider("cloud"));

        ModelTestResult result = await TryAsync("cloud:one");

        Assert.Equal((false, "cloud", RemedyName.SetKey), (result.Ok, result.Account, result.Remedy));
        Assert.Contains("Set API Key", result.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ModelFailureKind.Auth, RemedyName.SetKey, "It said no.")]
    [InlineData(ModelFailureKind.UnknownModel, RemedyName.ChooseModel, "It said no.")]
    [InlineData(ModelFailureKind.Overloaded, null, "It said no. Wait a minute, then try again, or choose another model.")]
    public async Task A_call_that_fails_is_an_answer_with_what_can_be_done(ModelFailureKind kind, RemedyName? remedy, string message)
    {
        await ServeAsync(new StubProvider("cloud", needsKey: false) { Answer = _ => throw new ModelCallException(kind, "It said no.") });

        ModelTestResult result = await TryAsync("cloud:something-else");

        Assert.Equal((false, message, remedy), (result.Ok, result.Message, result.Remedy));
    }

    [Fact]
    public async Task An_id_that_names_nothing_leads_to_choosing_another()
    {
        await ServeAsync(new StubProvider("cloud", needsKey: false));

        ModelTestResult result = await TryAsync("nowhere:one");

        Assert.Equal((false, RemedyName.ChooseModel, null), (result.Ok, result.Remedy, result.Account));
    }

    [Fact]
    public async Task A_model_that_says_nothing_is_given_up_after_a_while()
    {
        var time = new FakeTimeProvider();
        Time = time;
        var asked = new TaskCompletionSource();
        await ServeAsync(new StubProvider("slow", needsKey: false)
        {
            Answer = async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, token);
                return "";
            },
        });
        Task<ModelTestResult> tried = TryAsync("slow:one");
        await asked.Task;

        time.Advance(TimeSpan.FromSeconds(30));

        ModelTestResult result = await tried;
        Assert.False(result.Ok);
        Assert.Contains("did not answer in 30 s", result.Message, StringComparison.Ordinal);
        Assert.Equal(30_000, result.Milliseconds);
    }

    [Fact]
    public async Task The_demo_model_needs_no_trying()
    {
        await ServeAsync(new ConductorSettings(Model: "demo"), new StubProvider("cloud"));

        ModelTestResult result = await TryAsync();

        Assert.True(result.Ok);
        Assert.Contains("needs no connection", result.Message, StringComparison.Ordinal);
    }
}
