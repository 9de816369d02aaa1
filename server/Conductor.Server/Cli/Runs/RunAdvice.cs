using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Hosting;
using Conductor.Workers.Models;
using Conductor.Workers.Models.Providers;

namespace Conductor.Server.Cli.Runs;

/// <summary>What to do about a run that ended without success, by what held each of its tickets up.</summary>
internal sealed class RunAdvice(ConductorWorkspace workspace, NextCommands commands)
{
    private const int MostSentences = 4;
    private const string AnotherModel = "ID";

    private readonly Dictionary<string, (ModelFailureKind Kind, string Model)> _failures = new(StringComparer.Ordinal);

    /// <summary>Takes note of why models gave no answer.</summary>
    public void Note(TrackMoved moved)
    {
        foreach (TrackEvent happened in moved.Entries.Select(entry => entry.Event))
        {
            if (happened is TrackEvent.ModelCallFailed { RetryAt: null, Tier: Tier.Worker } failed && ModelFailureKinds.KindOf(failed.Kind) is { } kind)
            {
                _failures[failed.TicketId] = (kind, failed.Model);
            }
            else if (happened is TrackEvent.ModelAnswered { Tier: Tier.Worker } or TrackEvent.AttemptPrepared)
            {
                _failures.Remove(happened.AboutTicket ?? "");
            }
        }
    }

    /// <summary>After a run that failed or is blocked.</summary>
    public string After(TrackState state)
    {
        if (state.Header.Path is not { } path)
        {
            return "Answer and retry its tickets in the editor.";
        }

        List<Step> steps = [.. state.Unaccepted.Select(key => StepFor(state, state.Tickets[key.TicketId], path)).Distinct()];
        string sentences = string.Join(" ", steps.Select(step => step.Sentence).Distinct().Take(MostSentences));
        string answers = string.Join(' ', steps.Select(step => step.Option).Where(option => option.Length > 0).Take(MostSentences));
        return $"{sentences} Then try again with: {commands.Run(state, path, steps.Exists(step => step.NeedsModel) ? AnotherModel : null, answers, steps.Exists(step => step.Asks))}";
    }

    /// <summary>After a run that a person cancelled.</summary>
    public string AfterCancel(TrackState state) => state.Header.Path is { } path
        ? $"A cancelled run is not resumed. A new one keeps what is done and begins its other tickets anew: {commands.Run(state, path)}"
        : "Answer and retry its tickets in the editor.";

    private Step StepFor(TrackState state, TicketState ticket, string path)
    {
        string id = ticket.Definition.Id;
        string model = ticket.Definition.Model ?? state.Run.Options?.Model ?? "";
        bool isOwn = ticket.Definition.Model is not null;
        if (_failures.TryGetValue(id, out (ModelFailureKind Kind, string Model) failure))
        {
            return Of(failure.Kind, failure.Model, id, isOwn, path);
        }

        return ticket.Outcome switch
        {
            TicketOutcome.Failed { Cause: TicketOutcome.KeyCause } => Of(ModelFailureKind.Auth, model, id, isOwn, path),
            _ when workspace.Models.Resolve(model) is ModelResolution.Refused { KeyOf: var account } => Of(account is null ? ModelFailureKind.UnknownModel : ModelFailureKind.Auth, model, id, isOwn, path),
            TicketOutcome.Blocked { Kind: "contextTooLong" } => Of(ModelFailureKind.ContextTooLong, model, id, isOwn, path),
            TicketOutcome.Blocked { Kind: "declined" } => Of(ModelFailureKind.Declined, model, id, isOwn, path),
            _ when Questions.QuestionOf(ticket) is not null => new Step($"Answer {id}.", $"--answer \"{id}=…\""),
            TicketOutcome.Blocked { Kind: "rejected" } when commands.RejectsAll => new Step("Decide its gates at a terminal, or have them approved with --approve all.", Asks: true),
            TicketOutcome.Blocked { Kind: "inDoubt" } => new Step($"See what became of the interrupted call of {id}, and put right by hand what is not as it should be."),
            _ => new Step("Change what held it up (the ticket's description, its files), or tell its worker something with --answer ID=TEXT."),
        };
    }

    private Step Of(ModelFailureKind kind, string model, string ticketId, bool isOwn, string path)
    {
        IModelProvider? provider = workspace.Providers.Table.Find(ModelId.Parse(model).Provider);
        string label = provider?.Label ?? "the model's provider";
        string change = isOwn ? $"give {ticketId} another \"model\" in {path}" : "name another model with --model";
        return kind switch
        {
            ModelFailureKind.Auth when provider is { KeyVariables: { IsEmpty: false } variables } => new Step($"Set a valid key of {label} in {string.Join(" or ", variables)}."),
            ModelFailureKind.Auth => new Step($"Set a valid key of {label}."),
            ModelFailureKind.NoCredit => new Step($"Add credit to the account of {label}, wait until its quota is renewed, or {change}, of another provider."),
            ModelFailureKind.UnknownModel => new Step($"{char.ToUpperInvariant(change[0])}{change[1..]}; conductor models lists those there are.", NeedsModel: !isOwn),
            ModelFailureKind.Network => new Step($"Check the network connection, and the proxy and the address of {label}."),
            ModelFailureKind.ContextTooLong => new Step($"Give {ticketId} fewer files, split it, or {change}, with a larger window."),
            ModelFailureKind.Declined => new Step($"Change the description of {ticketId}, or {change}."),
            ModelFailureKind.Unknown => new Step($"Check the model and what it is sent, or {change}."),
            _ => new Step($"Wait until {label} answers again, or {change}."),
        };
    }

    /// <param name="Sentence">What to do first.</param>
    /// <param name="Option">What the command has to say beside it; empty for nothing.</param>
    /// <param name="NeedsModel">The run's own model cannot stay.</param>
    /// <param name="Asks">A person has to be at the terminal.</param>
    private sealed record Step(string Sentence, string Option = "", bool NeedsModel = false, bool Asks = false);
}
