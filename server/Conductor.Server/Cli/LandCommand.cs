using System.CommandLine;
using Conductor.Core.Approvals;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Cli.Runs;
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
        Description = "The tickets whose work is to land; one whose conflict you have resolved in its working tree too. All that wait and are in no conflict, unless any is named here or in an option.",
    };

    private readonly Option<string[]> _sendBack = new("--send-back")
    {
        HelpName = $"ID={AnswerOption.Placeholder}",
        Description = "Send a ticket's work back to its worker, with what is wrong with it. Can be given several times.",
    };

    private readonly Option<string[]> _resolve = new("--resolve") { HelpName = "ID", Description = "Have a ticket's worker resolve the conflict that its work is in. Can be given several times." };

    private LandCommand(Terminal terminal)
        : base("land", "Land work that waits for it, or send it back, and go on with the run. Where nobody can be asked and --approve is not given, other gates stay open.")
    {
        Arguments.Add(_track);
        Arguments.Add(_tickets);
        AnswerOption.Validate(_sendBack, "The name is wrong.");
        Options.Add(_sendBack);
        Options.Add(_resolve);
        SetAction(parsed => RunAsync(parsed, terminal));
    }

    /// <summary>The command with its options.</summary>
    public static Command Create(Terminal terminal) => new LandCommand(terminal);

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal)
    {
        RunRequest request = Read(parsed, terminal);
        if (!IsApproveGiven(parsed) && (request.JsonLines || terminal.Person is null))
        {
            request = request with { Approve = ApproveMode.Leave };
        }

        string named = parsed.GetValue(_track) ?? "";
        IReadOnlyList<JournaledTrack> tracks = await JournaledTracks.ReadAsync(new WorkspaceFolder(request.Workspace));
        JournaledTrack track = JournaledTracks.Find(tracks, named, request.Workspace, terminal.CurrentFolder);
        return await PausedRun.GoOnAsync(terminal, request, track, Decisions(track.State, Wishes(parsed)));
    }

    /// <summary>What was said of each ticket, in the order given.</summary>
    private List<(string TicketId, ApprovalDecision Decision)> Wishes(ParseResult parsed) =>
    [
        .. (parsed.GetValue(_tickets) ?? []).Select(id => (id, new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person))),
        .. (parsed.GetValue(_sendBack) ?? []).Select(AnswerOption.Split).Select(given => (given.TicketId, new ApprovalDecision(ApprovalChoice.SendBack, ApprovalDecision.Person, given.Text))),
        .. (parsed.GetValue(_resolve) ?? []).Select(id => (id, new ApprovalDecision(ApprovalChoice.Resolve, ApprovalDecision.Person))),
    ];

    private static List<TrackCommand> Decisions(TrackState state, List<(string TicketId, ApprovalDecision Decision)> wishes)
    {
        Dictionary<string, ApprovalRequest.Landing> gates = state.OpenApprovals.Values.OfType<ApprovalRequest.Landing>().ToDictionary(gate => gate.TicketId, StringComparer.Ordinal);
        if (gates.Count == 0 || !state.Run.IsAlive)
        {
            throw CommandFailedException.BadInput($"Nothing of {state.Header.TrackId} waits to land: the run is {RunWords.Of(state.Run.Status)}. See where its tickets stand with: conductor status");
        }

        if (wishes.Count == 0)
        {
            wishes = [.. gates.Values.Where(gate => !IsConflict(gate)).Select(gate => (gate.TicketId, new ApprovalDecision(ApprovalChoice.Approve, ApprovalDecision.Person)))];
            if (wishes.Count == 0)
            {
                ApprovalRequest.Landing first = gates.Values.First();
                throw CommandFailedException.BadInput(
                    $"{string.Join(", ", gates.Keys.Order(StringComparer.Ordinal))} {(gates.Count == 1 ? "is" : "are")} in conflict with what has landed since. Give --resolve {first.TicketId} to have its worker resolve it, or resolve it in {first.Tree.Folder} yourself and name {first.TicketId} here.");
            }
        }

        if (wishes.GroupBy(wish => wish.TicketId).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new CommandFailedException(ExitCodes.Usage, $"{twice.Key} is named more than once. Land it, send it back or have it resolved.");
        }

        string waiting = string.Join(", ", gates.Keys.Order(StringComparer.Ordinal));
        return
        [
            .. wishes.Select(wish => gates.TryGetValue(wish.TicketId, out ApprovalRequest.Landing? gate)
                ? new TrackCommand.Decide(gate.ApprovalId, wish.Decision, gate.ShownHash)
                : throw new CommandFailedException(ExitCodes.Usage, $"{wish.TicketId} does not wait to land. These do: {waiting}.")),
        ];
    }

    private static bool IsConflict(ApprovalRequest.Landing gate) => gate.Problem is { Kind: LandingProblemKind.Conflict };
}
