using Conductor.Server.Cli.Runs;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;
using Xunit;

namespace Conductor.Server.Tests.Cli;

/// <summary>What is to be done about a model that gave no answer.</summary>
public sealed class ModelAdviceTests
{
    [Theory]
    [InlineData(ModelFailureKind.Auth, "Set a valid key of Google Gemini in GOOGLE_API_KEY or GEMINI_API_KEY.")]
    [InlineData(ModelFailureKind.NoCredit, "Add credit to the account of Google Gemini, wait until its quota is renewed, or name another model with --model, of another provider.")]
    [InlineData(ModelFailureKind.UnknownModel, "Name another model with --model; conductor models lists those there are.")]
    [InlineData(ModelFailureKind.Declined, "Change the description of T-1, or name another model with --model.")]
    [InlineData(ModelFailureKind.ContextTooLong, "Give T-1 fewer files, split it, or name another model with --model, with a larger window.")]
    [InlineData(ModelFailureKind.Network, "Check the network connection, and the proxy and the address of Google Gemini.")]
    [InlineData(ModelFailureKind.Unknown, "Check the model, its address and what it is sent, or name another model with --model.")]
    [InlineData(ModelFailureKind.Server, "Wait until Google Gemini answers again, or name another model with --model.")]
    public void It_depends_on_why_there_is_none(ModelFailureKind kind, string says)
    {
        AdviceStep step = ModelAdvice.Of(new NoAnswer(kind, "gemini:gemini-2.5-flash", Turn: 0), ProviderTable.Standard.Find("gemini"), "T-1", ownIn: null);

        Assert.Equal((says, kind == ModelFailureKind.UnknownModel), (step.Sentence, step.NeedsModel));
    }

    [Fact]
    public void A_ticket_with_a_model_of_its_own_is_not_helped_by_another_one_of_the_run()
    {
        AdviceStep step = ModelAdvice.Of(new NoAnswer(ModelFailureKind.UnknownModel, "gemini:gone"), ProviderTable.Standard.Find("gemini"), "T-1", ownIn: "track.json");

        Assert.Equal(("Give T-1 another \"model\" in track.json; conductor models lists those there are.", false), (step.Sentence, step.NeedsModel));
    }

    [Theory]
    [InlineData("script:plays/one.json", "Correct what one.json has for T-1, or name another model with --model.")]
    [InlineData("demo", "Correct what the demo's script has for T-1, or name another model with --model.")]
    public void A_script_is_named_also_where_its_turn_is_not_known(string model, string says) =>
        Assert.Equal(says, ModelAdvice.Of(new NoAnswer(ModelFailureKind.UnknownModel, model), provider: null, "T-1", ownIn: null).Sentence);
}
