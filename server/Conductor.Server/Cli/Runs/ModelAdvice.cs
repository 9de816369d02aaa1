using System.Globalization;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli.Runs;

/// <summary>What to do about a model that gave no answer.</summary>
internal static class ModelAdvice
{
    /// <summary>The next step.</summary>
    /// <param name="provider">Who serves the model; null for one that plays a script, and for one that is not known here.</param>
    /// <param name="ticketId">Whose worker asked.</param>
    /// <param name="ownIn">The track file in which the ticket names the model for itself; null where it takes the run's.</param>
    public static AdviceStep Of(NoAnswer failure, IModelProvider? provider, string ticketId, string? ownIn)
    {
        string label = provider?.Label ?? "the model's provider";
        string change = ownIn is not null ? $"give {ticketId} another \"model\" in {ownIn}" : "name another model with --model";
        if (ScriptOf(ModelId.Parse(failure.Model)) is { } script)
        {
            return new AdviceStep(failure.Turn is { } turn
                ? string.Create(CultureInfo.InvariantCulture, $"In {script}, turn {turn + 1} of {ticketId} gives no answer: add or correct it, or {change}.")
                : $"Correct what {script} has for {ticketId}, or {change}.");
        }

        return failure.Kind switch
        {
            ModelFailureKind.Auth when provider is { KeyVariables: { IsEmpty: false } variables } => new AdviceStep($"Set a valid key of {label} in {string.Join(" or ", variables)}."),
            ModelFailureKind.Auth => new AdviceStep($"Set a valid key of {label}."),
            ModelFailureKind.NoCredit => new AdviceStep($"Add credit to the account of {label}, wait until its quota is renewed, or {change}, of another provider."),
            ModelFailureKind.UnknownModel => new AdviceStep($"{char.ToUpperInvariant(change[0])}{change[1..]}; conductor models lists those there are.", NeedsModel: ownIn is null),
            ModelFailureKind.Network => new AdviceStep($"Check the network connection, and the proxy and the address of {label}."),
            ModelFailureKind.ContextTooLong => new AdviceStep($"Give {ticketId} fewer files, split it, or {change}, with a larger window."),
            ModelFailureKind.Declined => new AdviceStep($"Change the description of {ticketId}, or {change}."),
            ModelFailureKind.Unknown => new AdviceStep($"Check the model, its address and what it is sent, or {change}."),
            _ => new AdviceStep($"Wait until {label} answers again, or {change}."),
        };
    }

    /// <summary>The file that a model plays; null when it plays none.</summary>
    private static string? ScriptOf(ModelId model) => model switch
    {
        { Provider: "script" } => Path.GetFileName(model.Name),
        { Provider: "demo" } => "the demo's script",
        _ => null,
    };
}

/// <summary>A model that gave no answer.</summary>
/// <param name="Model">Its id.</param>
/// <param name="Turn">How many answers its worker had before; null where that is not known.</param>
internal sealed record NoAnswer(ModelFailureKind Kind, string Model, int? Turn = null);

/// <summary>One thing to do before a run is tried again.</summary>
/// <param name="Sentence">What to do first.</param>
/// <param name="Option">What the command has to say beside it; empty for nothing.</param>
/// <param name="NeedsModel">The run's own model cannot stay.</param>
/// <param name="Asks">A person has to be at the terminal.</param>
internal sealed record AdviceStep(string Sentence, string Option = "", bool NeedsModel = false, bool Asks = false);
