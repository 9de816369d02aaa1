using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Protocol;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Conductor.Server.Cli.Runs;

/// <summary>
/// For a person at a terminal: a table that is redrawn as the run moves. It steps aside for questions, and at the end the last table stays.
/// </summary>
internal sealed class LiveReporter(IAnsiConsole console, RunFacts facts, TimeZoneInfo zone) : IRunReporter
{
    private const int MostRows = 30;
    private const int RoomForFrame = 10;
    private const int MostDetail = 90;

    /// <summary>Of the last table, which stays: it says all there is to do.</summary>
    private const int MostWhole = int.MaxValue;

    private readonly Dictionary<string, string> _lastWords = new(StringComparer.Ordinal);
    private TrackState? _state;
    private LiveDisplayContext? _display;
    private TaskCompletionSource? _closing;
    private Task _live = Task.CompletedTask;

    /// <inheritdoc/>
    public void Show(RunNews news)
    {
        if (news is RunNews.Moved { Move: var moved })
        {
            if (_state is null)
            {
                console.WriteLine(PlainReporter.Opening(moved.After, facts));
            }

            _state = moved.After;
        }
        else if (news is RunNews.Output { Piece: var piece } && piece.Text.Split('\n').LastOrDefault(line => !string.IsNullOrWhiteSpace(line)) is { } line)
        {
            _lastWords[piece.TicketId] = line;
        }
    }

    /// <inheritdoc/>
    public void Settle()
    {
        if (_state is not { } state)
        {
            return;
        }

        if (_display is null)
        {
            Open(state);
        }

        _display?.UpdateTarget(Table(state));
    }

    /// <inheritdoc/>
    public async Task MakeRoomAsync()
    {
        _closing?.TrySetResult();
        await _live;
        _display = null;
        _closing = null;
    }

    /// <inheritdoc/>
    public async Task FinishAsync(RunEnd end)
    {
        await MakeRoomAsync();
        console.Write(Table(end.State, MostWhole));
        foreach (string line in PlainReporter.Closing(end))
        {
            // Broken by the terminal alone, if at all, so that a command can be copied whole.
            await console.Profile.Out.Writer.WriteLineAsync(RunWords.Printable(line));
        }
    }

    /// <summary>Spectre draws while a callback is under way, so the callback lasts until room is wanted.</summary>
    private void Open(TrackState state)
    {
        var closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _closing = closing;
        _live = console.Live(Table(state)).AutoClear(true).StartAsync(display =>
        {
            _display = display;
            return closing.Task;
        });
    }

    private Rows Table(TrackState state, int mostDetail = MostDetail)
    {
        var table = new Table().RoundedBorder().AddColumns("Ticket", "State", "Detail", "Tokens");
        List<TicketInfo> tickets = [.. state.Graph.Tickets.Select(ticket => TicketMapping.ToInfo(state, state.Tickets[ticket.Id]))];
        int room = Math.Clamp(console.Profile.Height - RoomForFrame, 3, MostRows);
        IEnumerable<TicketInfo> shown = tickets.Count <= room ? tickets : Nearest(tickets, room);
        foreach (TicketInfo ticket in shown)
        {
            table.AddRow(
                new Text(ticket.Id),
                new Text(RunWords.Of(ticket), ticket.Waiting is null ? StyleOf(ticket.State) : new Style(Color.Yellow)),
                new Text(RunWords.OneLine(TerminalWords.Of(Detail(ticket)), mostDetail)),
                new Text((ticket.Usage.InputTokens + ticket.Usage.OutputTokens).ToString("N0", System.Globalization.CultureInfo.InvariantCulture)));
        }

        var lines = new List<IRenderable> { table };
        if (tickets.Count > room)
        {
            lines.Add(new Text($"and {tickets.Count - room} more tickets"));
        }

        string tier = ActiveTier.Of(state);
        string usage = string.Join("; ", state.Usage.PerTier.Select(entry => $"{UsageMapping.NameOf(entry.Key)}: {RunWords.Of(entry.Value)}"));
        lines.Add(new Text(string.Join("  ·  ", new[] { tier, usage }.Where(part => part.Length > 0))));
        if (PlainReporter.BudgetLine(state) is { } budget)
        {
            lines.Add(new Text(budget));
        }

        if (state.Run is { Status: RunStatus.Running, Detail.Length: > 0 })
        {
            lines.Add(new Text(state.Run.Detail, new Style(Color.Yellow)));
        }

        return new Rows(lines);
    }

    /// <summary>When not all fit: what is under way or needs a person first, then what comes next, then what is over; in the track's order.</summary>
    private static IEnumerable<TicketInfo> Nearest(List<TicketInfo> tickets, int room)
    {
        HashSet<string> chosen = [.. tickets.OrderBy(Rank).Take(room).Select(ticket => ticket.Id)];
        return tickets.Where(ticket => chosen.Contains(ticket.Id));
    }

    private static int Rank(TicketInfo ticket) => ticket.State switch
    {
        TicketStateName.Running or TicketStateName.AwaitingTool or TicketStateName.AwaitingSpawn or TicketStateName.Preparing or TicketStateName.Queued or TicketStateName.Suspended
            or TicketStateName.AwaitingLanding or TicketStateName.Conflict or TicketStateName.Landing => 0,
        TicketStateName.Blocked or TicketStateName.Failed or TicketStateName.Cancelled or TicketStateName.AwaitingPerson => 1,
        TicketStateName.Ready or TicketStateName.AwaitingRun => 2,
        TicketStateName.Waiting => 3,
        _ => 4,
    };

    private string Detail(TicketInfo ticket) => ticket switch
    {
        { Waiting: { } wait } => $"{RunWords.Until(wait, zone)}{wait.Message}",
        { State: TicketStateName.Running } when _lastWords.TryGetValue(ticket.Id, out string? words) => words,
        { Detail.Length: > 0 } => ticket.Detail,
        _ => ticket.Title,
    };

    private static Style StyleOf(TicketStateName state) => state switch
    {
        TicketStateName.Completed => new Style(Color.Green),
        TicketStateName.Running or TicketStateName.Preparing or TicketStateName.Landing => new Style(Color.Blue),
        TicketStateName.AwaitingSpawn or TicketStateName.AwaitingTool or TicketStateName.AwaitingPerson or TicketStateName.AwaitingLanding or TicketStateName.Conflict or TicketStateName.Blocked => new Style(Color.Yellow),
        TicketStateName.Failed => new Style(Color.Red),
        _ => Style.Plain,
    };
}
