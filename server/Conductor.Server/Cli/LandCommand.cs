using System.CommandLine;
using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli;

/// <summary><c>conductor land</c>: says what becomes of work that waits to land, and goes on with the run.</summary>
internal sealed class LandCommand : RunningCommand
{
    private readonly Argument<string> _track = new("track") { HelpName = "track", Description = "The track: its file, its id or its file's name." };

    private readonly Argument<string[]> _tickets = new("ticket")
    {
        HelpName = "ticket",
        Arity = ArgumentArity.ZeroOrMore,
        Description = "The tickets whose work is to land; one whose conflict you have resolved by hand too. All that wait and are in no conflict, unless any is named here or in an option.",
    };

    private readonly Option<string[]> _sendBack = new("--send-back")
    {
        HelpName = $"ID={AnswerOption.Placeholder}",
        Description = "Send a ticket's work back to its worker, with what is wrong with it. Can be given several times.",
    };

    private readonly Option<string[]> _resolve = new("--resolve") { HelpName = "ID", Description = "Have a ticket's worker resolve the conflict that its work is in. Can be given several times." };

    private readonly Option<string[]> _reject = new("--reject")
    {
        HelpName = $"ID[={AnswerOption.Placeholder}]",
        Description = "Reject a ticket's work, and say why if you like: it does not land and is kept, and its ticket is blocked. Can be given several times.",
    };

    private readonly Option<string?> _show = new("--show") { HelpName = "ID", Description = "Show what would land of a ticket, as it stands in its working tree, and decide nothing." };

    private readonly Option<string?> _byHand = new("--by-hand")
    {
        HelpName = "ID",
        Description = "Bring what has landed into a ticket's working tree, where you resolve its conflicts, and decide nothing. Land it afterwards by naming it here.",
    };

    private LandCommand(Terminal terminal)
        : base("land", "Land work that waits for it, send it back or reject it, and go on with the run. Where nobody can be asked and --approve is not given, other gates stay open.")
    {
        Arguments.Add(_track);
        Arguments.Add(_tickets);
        AnswerOption.Validate(_sendBack, "The name is wrong.");
        Options.Add(_sendBack);
        Options.Add(_resolve);
        AnswerOption.Validate(_reject, "It is not needed.", isTextOptional: true);
        Options.Add(_reject);
        Options.Add(_show);
        Options.Add(_byHand);
        Validators.Add(result =>
        {
            int alone = (result.GetValue(_show) is null ? 0 : 1) + (result.GetValue(_byHand) is null ? 0 : 1);
            bool decides = result.GetValue(_tickets) is { Length: > 0 } || new[] { _sendBack, _resolve, _reject }.Any(option => result.GetValue(option) is { Length: > 0 });
            if (alone > 1 || (alone > 0 && decides))
            {
                result.AddError("--show and --by-hand stand alone: they decide nothing. Give one of them, then decide with another call.");
            }
        });
        SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new LandCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        RunRequest request = Read(parsed, terminal);
        if (!IsApproveGiven(parsed) && (request.JsonLines || terminal.Person is null))
        {
            request = request with { Approve = ApproveMode.Leave };
        }

        string named = parsed.GetValue(_track) ?? "";
        var next = new NextCommands(request, terminal.CurrentFolder, "");
        if (parsed.GetValue(_show) is { } shown)
        {
            return await ShowAsync(terminal, request, named, shown, next, cancellationToken);
        }

        if (parsed.GetValue(_byHand) is { } conflicted)
        {
            return await BringInAsync(terminal, request, named, conflicted, next, cancellationToken);
        }

        JournaledTrack track = await FindAsync(terminal, request, named);
        return await PausedRun.GoOnAsync(terminal, request, track, Decisions(track.State, Wishes(parsed, track.State.Tickets.Keys), next));
    }

    private static async Task<JournaledTrack> FindAsync(Terminal terminal, RunRequest request, string named) =>
        JournaledTracks.Find(await JournaledTracks.ReadAsync(new WorkspaceFolder(request.Workspace)), named, request.Workspace, terminal.CurrentFolder);

    private static async Task<int> ShowAsync(Terminal terminal, RunRequest request, string named, string ticketId, NextCommands next, CancellationToken cancellationToken)
    {
        TrackState state = (await FindAsync(terminal, request, named)).State;
        await using ConductorWorkspace workspace = CommandWorkspace.Open(request.Workspace, terminal);
        string changes = await new LandingDesk(workspace).ShowAsync(state, Gate(Gates(state, next), ticketId), cancellationToken);
        await terminal.Output.WriteLineAsync(request.JsonLines ? Line(terminal, "work_shown", new { state.Header.TrackId, ticketId, changes }) : RunWords.Printable(changes.TrimEnd('\n')));
        return ExitCodes.Done;
    }

    private static async Task<int> BringInAsync(Terminal terminal, RunRequest request, string named, string ticketId, NextCommands next, CancellationToken cancellationToken)
    {
        await using ConductorWorkspace workspace = CommandWorkspace.Open(request.Workspace, terminal);
        using WorkspaceOwnership.Lease lease = CommandWorkspace.Own(workspace);
        TrackState state = (await FindAsync(terminal, request, named)).State;
        ApprovalRequest.Landing gate = Gate(Gates(state, next), ticketId);
        OpenConflicts conflicts = CommandWorkspace.Require(await new LandingDesk(workspace).BringInAsync(state, gate, cancellationToken));
        string land = $"Then land it with: {next.Land(state, NextCommands.Quoted(ticketId))}";
        if (!conflicts.Files.IsEmpty && !IsConflict(gate))
        {
            land += "\nIt waited without a conflict, so that asks you to look at what you have decided there, and lands it when you give it again.";
        }

        await terminal.Output.WriteLineAsync(request.JsonLines
            ? Line(terminal, "conflicts_brought_in", new
            {
                state.Header.TrackId,
                ticketId,
                conflicts.Folder,
                Files = conflicts.Files.Select(file => file.Path),
                FilesBeforeBoth = conflicts.Files.Where(file => file.IsBefore).Select(file => file.Path),
                Next = land,
            })
            : conflicts.Words(land));
        return ExitCodes.Done;
    }

    private static string Line(Terminal terminal, string name, object payload) =>
        JsonLine.Of(payload, new("event", name), new("at", terminal.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture)));

    /// <summary>What was said of each ticket, in the order given.</summary>
    private List<(string TicketId, ApprovalDecision Decision)> Wishes(ParseResult parsed, IEnumerable<string> known) =>
    [
        .. (parsed.GetValue(_tickets) ?? []).Select(id => (id, new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person))),
        .. (parsed.GetValue(_sendBack) ?? []).Select(given => AnswerOption.Split(given, known)).Select(given => (given.TicketId, new ApprovalDecision(ApprovalChoice.SendBack, ApprovalDecision.Person, given.Text))),
        .. (parsed.GetValue(_resolve) ?? []).Select(id => (id, new ApprovalDecision(ApprovalChoice.Resolve, ApprovalDecision.Person))),
        .. (parsed.GetValue(_reject) ?? []).Select(given => AnswerOption.SplitOptional(given, [.. known])).Select(given => (given.TicketId, new ApprovalDecision(ApprovalChoice.Reject, ApprovalDecision.Person, given.Text))),
    ];

    private static List<TrackCommand> Decisions(TrackState state, List<(string TicketId, ApprovalDecision Decision)> wishes, NextCommands next)
    {
        Dictionary<string, ApprovalRequest.Landing> gates = Gates(state, next);
        if (wishes.Count == 0)
        {
            wishes = [.. gates.Values.Where(gate => !IsConflict(gate)).Select(gate => (gate.TicketId, new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person)))];
            if (wishes.Count == 0)
            {
                string[] conflicts = [.. gates.Keys.Order(StringComparer.Ordinal)];
                throw CommandFailedException.BadInput(string.Join("\n",
                [
                    $"{string.Join(", ", conflicts)} {(conflicts.Length == 1 ? "is" : "are")} in conflict with what has landed since, and nothing else waits.",
                    .. LandingSteps.OfConflict(state, next, conflicts[0], conflicts),
                ]));
            }
        }

        if (wishes.GroupBy(wish => wish.TicketId).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"{twice.Key} is named more than once. Land it, send it back, have it resolved or reject it.");
        }

        return
        [
            .. from wish in wishes
            let gate = Gate(gates, wish.TicketId)
            select new TrackCommand.Decide(gate.ApprovalId, wish.Decision, gate.ShownHash),
        ];
    }

    /// <summary>The landing gates that are open, by ticket; never none.</summary>
    private static Dictionary<string, ApprovalRequest.Landing> Gates(TrackState state, NextCommands next)
    {
        Dictionary<string, ApprovalRequest.Landing> gates = state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().ToDictionary(gate => gate.TicketId, StringComparer.Ordinal);
        return gates.Count > 0 && state.Run.IsAlive
            ? gates
            : throw CommandFailedException.BadInput($"Nothing of {state.Header.TrackId} waits to land: the run is {RunWords.Of(state.Run.Status)}. See where its tickets stand with: {next.Status(state)}");
    }

    private static ApprovalRequest.Landing Gate(Dictionary<string, ApprovalRequest.Landing> gates, string ticketId) => gates.TryGetValue(ticketId, out ApprovalRequest.Landing? gate)
        ? gate
        : throw new CommandFailedException(ExitCodes.Usage, $"{ticketId} does not wait to land. These do: {string.Join(", ", gates.Keys.Order(StringComparer.Ordinal))}.");

    private static bool IsConflict(ApprovalRequest.Landing gate) => gate.Problem is { Kind: LandingProblemKind.Conflict };
}
