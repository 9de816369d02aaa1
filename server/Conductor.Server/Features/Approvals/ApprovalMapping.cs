using System.Globalization;
using System.Text.Json;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Landing;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Workers.Tools;

namespace Conductor.Server.Features.Approvals;

/// <summary>Gates, from the engine's shape to the wire's and back.</summary>
internal static class ApprovalMapping
{
    /// <summary>Who asks at every gate.</summary>
    public const string WorkerRole = "Tier 3 Worker";

    private static readonly DecisionName[] Choices = [DecisionName.Approve, DecisionName.Reject, DecisionName.Abort];

    private static readonly DecisionName[] DoubtChoices =
        [DecisionName.RunAgain, DecisionName.TreatAsDone, DecisionName.TreatAsFailed, DecisionName.Abort];

    private static readonly DecisionName[] LandingChoices = [DecisionName.Approve, DecisionName.SendBack, DecisionName.Reject, DecisionName.Abort];

    private static readonly DecisionName[] ConflictChoices = [DecisionName.Approve, DecisionName.Resolve, DecisionName.SendBack, DecisionName.Reject, DecisionName.Abort];

    /// <summary>What may be answered at a gate.</summary>
    public static IReadOnlyList<DecisionName> ChoicesOf(ApprovalRequest request) => request switch
    {
        ApprovalRequest.InDoubt => DoubtChoices,
        ApprovalRequest.Landing { Problem.Kind: LandingProblemKind.Conflict } => ConflictChoices,
        ApprovalRequest.Landing => LandingChoices,
        _ => Choices,
    };

    /// <summary>The wire's word for what a gate asks about.</summary>
    public static ApprovalKind KindOf(ApprovalRequest request) => request switch
    {
        ApprovalRequest.Tool => ApprovalKind.Tool,
        ApprovalRequest.InDoubt => ApprovalKind.InDoubt,
        ApprovalRequest.Landing => ApprovalKind.Landing,
        _ => ApprovalKind.Spawn,
    };

    /// <summary>An open gate, whole.</summary>
    /// <param name="modelLabel">Gives a model id's label for people.</param>
    public static ApprovalInfo ToInfo(TrackState state, ApprovalRequest request, Func<string, string> modelLabel)
    {
        string title = state.Tickets.GetValueOrDefault(request.TicketId)?.Definition.DisplayTitle ?? request.TicketId;
        var common = new ApprovalInfo(
            request.ApprovalId,
            KindOf(request),
            state.Header.TrackId,
            request.TicketId,
            title,
            state.NumberTold(request.TicketId, request.Attempt),
            ChoicesOf(request),
            request.ShownHash,
            request.RequestedAt.ToString("O", CultureInfo.InvariantCulture),
            WorkerRole,
            Why: null,
            Prompt: null,
            Context: null,
            Arguments: null,
            Spawn: null,
            Tool: null,
            Doubt: null,
            Overtaken: null);
        return request switch
        {
            ApprovalRequest.Spawn { Proposal: var proposal } => common with
            {
                Why = proposal.Note is { } note ? EditorWords.Of(note) : null,
                Prompt = proposal.Prompt,
                Context = proposal.Context,
                Spawn = ToSpawn(proposal, modelLabel),
            },
            ApprovalRequest.Tool tool => common with
            {
                Why = tool.Why,
                Arguments = Parse(tool.Proposal.Arguments),
                Tool = ToTool(tool.Proposal),
                Overtaken = tool.Overtaken is { } overtaken
                    ? new OvertakenInfo(overtaken.Before, overtaken.Arguments is { } edited ? ParseAny(edited) : null)
                    : null,
            },
            ApprovalRequest.InDoubt { Interrupted: var interrupted } => common with
            {
                Why = DoubtWords.Why,
                Arguments = ParseAny(interrupted.Call.Arguments),
                Tool = ToTool(interrupted.Call),
                Doubt = ToDoubt(interrupted),
            },
            ApprovalRequest.Landing landing => common with { Why = landing.Problem?.Detail, Landing = LandingMapping.ToInfo(state, landing) },
            _ => common,
        };
    }

    /// <summary>A client's answer, in the engine's shape.</summary>
    public static ApprovalDecision ToDecision(DecideParams answer, string by) => new(
        Enum.Parse<ApprovalChoice>(answer.Decision.ToString()),
        by,
        answer.Reason,
        answer.Prompt,
        answer.Context,
        answer.Arguments?.GetRawText(),
        ForTicket: answer.Rule == "ticket",
        answer.Result);

    /// <summary>The wire's word for a choice.</summary>
    public static DecisionName ToName(ApprovalChoice choice) => Enum.Parse<DecisionName>(choice.ToString());

    private static SpawnInfo ToSpawn(SpawnProposal proposal, Func<string, string> modelLabel) => new(
        proposal.Model,
        modelLabel(proposal.Model),
        proposal.Tools,
        [.. proposal.Pieces.Select(piece => new PromptPieceInfo(piece.Kind, piece.Name, piece.Tokens, piece.Detail, piece.Level is { } level ? Enum.Parse<ViewLevelName>(level.ToString()) : null, piece.Why, piece.Members))],
        proposal.Acceptance,
        proposal.Pieces.Sum(piece => piece.Tokens),
        proposal.EarlierPrompt,
        proposal.Budget is { } budget ? BudgetMapping.ToLimits(budget) : null);

    private static ToolInfo ToTool(ToolProposal proposal) => new(
        proposal.Tool,
        proposal.CallId,
        Enum.Parse<RiskName>(proposal.Risk.ToString()),
        WorkerTools.Find(proposal.Tool)?.ArgumentsSchema ?? Parse("{}"),
        proposal.Command,
        proposal.Path,
        proposal.Before,
        proposal.After,
        proposal.IsProtected);

    private static DoubtInfo ToDoubt(InterruptedCall interrupted) => new(
        DoubtWords.Known(interrupted),
        Enum.Parse<ProcessTraceName>(interrupted.Process.ToString()),
        interrupted.ExitCode,
        Enum.Parse<FileTraceName>(interrupted.File.ToString()),
        interrupted.Now,
        interrupted.SuggestedChoice is { } choice ? ToName(choice) : null,
        interrupted.SuggestedResult);

    /// <summary>Arguments as JSON; those a person has broken as the text they are.</summary>
    private static JsonElement ParseAny(string arguments)
    {
        try
        {
            return Parse(arguments);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(arguments);
        }
    }

    private static JsonElement Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
