using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Spectre.Console;

namespace Conductor.Server.Cli.Runs;

/// <summary><c>--approve ask</c>: shows each gate at the terminal and takes the person's answer.</summary>
internal sealed class PersonAnswers(Terminal terminal, IAnsiConsole console, Func<string, string> labelOf, ILandingDesk desk) : IGateAnswers
{
    private const string By = ApprovalDecision.Person;

    /// <inheritdoc/>
    public async Task<ApprovalDecision?> AnswerAsync(TrackState state, ApprovalRequest request, CancellationToken cancellationToken)
    {
        var view = new GateView(console, labelOf);
        view.Show(state, request, whole: false);
        while (true)
        {
            GateChoice choice = await AskAsync(request, cancellationToken);
            switch (choice)
            {
                case GateChoice.Show:
                    view.Show(state, request, whole: true);
                    break;
                case GateChoice.Review when request is ApprovalRequest.Landing landing:
                    view.ShowChanges(await desk.ShowAsync(state, landing, cancellationToken));
                    break;
                case GateChoice.Send:
                    if (await AskAsync("What is wrong with it? (Enter leaves it)", cancellationToken) is { } wrong)
                    {
                        return new ApprovalDecision(ApprovalChoice.SendBack, By, wrong);
                    }

                    break;
                case GateChoice.Hand when request is ApprovalRequest.Landing landing:
                    view.Say((await desk.BringInAsync(state, landing, cancellationToken)).IsDone(out OpenConflicts? conflicts, out Refusal? refusal)
                        ? conflicts.Words("Then answer land here.")
                        : TerminalWords.Of(refusal.Message));
                    break;
                case GateChoice.Give:
                    return new ApprovalDecision(ApprovalChoice.Resolve, By);
                case GateChoice.Edit or GateChoice.Context:
                    if (await EditAsync(request, choice, cancellationToken) is { } edited)
                    {
                        return edited;
                    }

                    break;
                case GateChoice.Again:
                    return new ApprovalDecision(ApprovalChoice.RunAgain, By);
                case GateChoice.Done:
                    return new ApprovalDecision(ApprovalChoice.TreatAsDone, By, Result: await AskResultAsync(request, cancellationToken));
                case GateChoice.Failed:
                    return new ApprovalDecision(ApprovalChoice.TreatAsFailed, By, await AskReasonAsync(cancellationToken));
                case GateChoice.Reject:
                    return new ApprovalDecision(ApprovalChoice.Reject, By, await AskReasonAsync(cancellationToken));
                case GateChoice.Quit:
                    return new ApprovalDecision(ApprovalChoice.Abort, By, "Aborted at a gate.");
                default:
                    return new ApprovalDecision(ApprovalChoice.Approve, By, ForTicket: choice == GateChoice.Ticket);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string?> AnswerQuestionAsync(TicketState ticket, string question, CancellationToken cancellationToken)
    {
        console.Write(new Rule(Markup.Escape($"{ticket.Definition.Id} {RunWords.OneLine(ticket.Definition.DisplayTitle, 60)}")).LeftJustified());
        console.Write(new Text($"Its worker asks: {RunWords.Printable(question)}\n"));
        string answer = await new TextPrompt<string>("Your answer? (Enter leaves it open)").AllowEmpty().ShowAsync(console, cancellationToken);
        return string.IsNullOrWhiteSpace(answer) ? null : answer.Trim();
    }

    private async Task<GateChoice> AskAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        GateChoice[] choices = ChoicesOf(request);
        string question = string.Join(" / ", choices.Select(choice => WordsOf(choice, request)));
        var prompt = new TextPrompt<string>($"{Markup.Escape(question)}?").Validate(answer => Meant(answer, choices) switch
        {
            [_] => ValidationResult.Success(),
            [] => ValidationResult.Error($"Type one of: {Markup.Escape(question)} (its first letters are enough)."),
            var several => ValidationResult.Error($"{Markup.Escape(answer.Trim())} may be {string.Join(" or ", several.Select(choice => choice.ToString().ToLowerInvariant()))}. Type more of the word."),
        });
        return Meant(await prompt.ShowAsync(console, cancellationToken), choices)[0];
    }

    private Task<string?> AskReasonAsync(CancellationToken cancellationToken) => AskAsync("Why?", cancellationToken);

    /// <summary>Null for no words.</summary>
    private async Task<string?> AskAsync(string question, CancellationToken cancellationToken)
    {
        string words = await new TextPrompt<string>(question).AllowEmpty().ShowAsync(console, cancellationToken);
        return string.IsNullOrWhiteSpace(words) ? null : words.Trim();
    }

    /// <summary>Null for what is known.</summary>
    private async Task<string?> AskResultAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        string known = request is ApprovalRequest.InDoubt { Interrupted.SuggestedResult: var suggested } ? RunWords.OneLine(suggested, 80) : "";
        string result = await new TextPrompt<string>(Markup.Escape($"What is its result? (Enter for: {known})")).AllowEmpty().ShowAsync(console, cancellationToken);
        return string.IsNullOrWhiteSpace(result) ? null : result.Trim();
    }

    /// <summary>Null when nothing came of it, and the gate is asked again.</summary>
    private async Task<ApprovalDecision?> EditAsync(ApprovalRequest request, GateChoice choice, CancellationToken cancellationToken)
    {
        (string before, string suffix) = request switch
        {
            ApprovalRequest.Spawn { Proposal: var spawn } => (choice == GateChoice.Context ? spawn.Context : spawn.Prompt, ".md"),
            ApprovalRequest.Tool { Proposal: var tool } => (GateView.Indented(tool.Arguments), ".json"),
            _ => ("", ".txt"),
        };
        if (await terminal.EditAsync(before, suffix, cancellationToken) is not { } after)
        {
            return null;
        }

        if (after == before)
        {
            console.WriteLine("Nothing was changed in the editor.");
            return null;
        }

        if (request is ApprovalRequest.Tool && ProblemOf(after) is { } problem)
        {
            console.WriteLine($"These arguments are not JSON: {problem} Edit them again.");
            return null;
        }

        bool goesOn = await new ConfirmationPrompt("Approve with your edits?").ShowAsync(console, cancellationToken);
        var decision = new ApprovalDecision(ApprovalChoice.Approve, By);
        return !goesOn ? null : request is ApprovalRequest.Tool ? decision with { Arguments = after }
            : choice == GateChoice.Context ? decision with { Context = after }
            : decision with { Prompt = after };
    }

    private static string? ProblemOf(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return null;
        }
        catch (JsonException broken)
        {
            return broken.Message;
        }
    }

    private static GateChoice[] ChoicesOf(ApprovalRequest request) => request switch
    {
        ApprovalRequest.Spawn => [GateChoice.Approve, GateChoice.Edit, GateChoice.Context, GateChoice.Show, GateChoice.Reject, GateChoice.Quit],
        ApprovalRequest.InDoubt => [GateChoice.Again, GateChoice.Done, GateChoice.Failed, GateChoice.Show, GateChoice.Quit],
        ApprovalRequest.Landing { Problem.Kind: LandingProblemKind.Conflict } => [GateChoice.Land, GateChoice.Review, GateChoice.Send, GateChoice.Give, GateChoice.Hand, GateChoice.Reject, GateChoice.Quit],
        ApprovalRequest.Landing => [GateChoice.Land, GateChoice.Review, GateChoice.Send, GateChoice.Reject, GateChoice.Quit],
        ApprovalRequest.Tool { Proposal.IsProtected: true } => [GateChoice.Approve, GateChoice.Edit, GateChoice.Show, GateChoice.Reject, GateChoice.Quit],
        _ => [GateChoice.Approve, GateChoice.Ticket, GateChoice.Edit, GateChoice.Show, GateChoice.Reject, GateChoice.Quit],
    };

    /// <summary>The choices that begin with what was typed: several words of a choice may be, of which the first says it.</summary>
    private static GateChoice[] Meant(string answer, GateChoice[] choices) => answer.Trim().Split(' ')[0] is { Length: > 0 } typed
        ? [.. choices.Where(choice => choice.ToString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))]
        : [];

    private static string WordsOf(GateChoice choice, ApprovalRequest request) => choice switch
    {
        GateChoice.Ticket => "ticket (approve such calls until it ends)",
        GateChoice.Edit => "edit, then approve",
        GateChoice.Context => "context (edit it)",
        GateChoice.Show => "show all",
        GateChoice.Reject => request is ApprovalRequest.Landing ? "reject (its work is kept, and does not land)" : "reject",
        GateChoice.Again => "again (run it once more)",
        GateChoice.Done => "done (it has happened)",
        GateChoice.Failed => "failed (tell the worker so)",
        GateChoice.Land => "land",
        GateChoice.Review => "review (show its changes)",
        GateChoice.Send => "send back",
        GateChoice.Give => "give to its worker to resolve",
        GateChoice.Hand => "hand (bring what has landed into its tree, to resolve it yourself)",
        GateChoice.Quit => "quit (cancels the run for good; Ctrl+C pauses it)",
        _ => "approve",
    };

    private enum GateChoice
    {
        Approve,
        Ticket,
        Edit,
        Context,
        Show,
        Reject,
        Again,
        Done,
        Failed,
        Land,
        Review,
        Send,
        Give,
        Hand,
        Quit,
    }
}
