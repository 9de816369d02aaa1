using System.Text.Json;
using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Features.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Rpc;
using Conductor.Server.Storage;
using Conductor.Workers.Models;

namespace Conductor.Server.Features.Tickets;

/// <summary>What a client asks of whole tracks.</summary>
internal sealed class TrackHandlers(RpcSession session)
{
    private const string WrittenByPerson = "Cancelled by a person.";

    /// <summary>Every track file and every track.</summary>
    public async Task<TrackList> ListAsync(CancellationToken cancellationToken)
    {
        var list = new TrackList(await session.Library.ListAsync(cancellationToken));
        session.LookForHandMerges(session.Workspace.Actors);
        return list;
    }

    /// <summary>Loads a track from a file or from text.</summary>
    public async Task<TrackSnapshot> OpenAsync(OpenTrackParams request)
    {
        TrackOpening opening = request switch
        {
            { Path: { Length: > 0 } path } => await session.Library.OpenAsync(Relative(path)),
            { Json: { } json } => await session.Library.OpenTextAsync(TextOf(json), request.Description ?? ""),
            _ => throw WireRefusal.Of(ErrorCodes.InvalidPath, "Neither path nor json is given. Name a track file, or give the tickets as JSON."),
        };
        TrackSnapshot snapshot = Snapshot(opening);
        session.LookForHandMerges([session.Track(snapshot.TrackId)]);
        if (session.Workspace.Settings.IsTrusted && snapshot.Tickets.Any(ticket => ticket.ContextRequirements.Any(path => path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))))
        {
            // Whoever opens such a track will want its prompts soon, and they say what stands around the code.
            session.Workspace.Code.Prepare();
        }

        return snapshot;
    }

    /// <summary>The whole state of a track.</summary>
    public TrackSnapshot Get(TrackParams request) => session.Snapshot(session.Track(request.TrackId));

    /// <summary>Adds tickets to a loaded track.</summary>
    public async Task<TrackSnapshot> AddAsync(AddTicketsParams request) =>
        Snapshot(await session.Library.AddAsync(session.Track(request.TrackId), TextOf(request.Json)));

    /// <summary>Starts a run.</summary>
    public async Task<CommandResult> RunAsync(RunTrackParams request, CancellationToken cancellationToken)
    {
        session.RequireTrust();
        var options = new RunOptions
        {
            AutoQueue = request.AutoQueue,
            StepMode = request.StepMode ?? false,
            MaxParallel = request.MaxParallel,
            Model = session.RequireModel(request.Model),
            Budget = BudgetMapping.ToBudget(request.Budget),
        };
        if (request.MaxParallel is { } wanted and > 0 and <= 64 && wanted > session.Workspace.Settings.MaxParallel)
        {
            // Who asks for more workers than the setting allows has said so in this very request.
            session.Workspace.Settings = session.Workspace.Settings with { MaxParallel = wanted };
        }

        var wish = new PlaceWish(
            request.Isolation is { } isolation ? Enum.Parse<Isolation>(isolation.ToString()) : null,
            request.Landing is { } landing ? Enum.Parse<LandingPolicy>(landing.ToString()) : null);
        return WireRefusal.Result(
            await session.Workspace.Starts.SendAsync(session.Track(request.TrackId), wish, new TrackCommand.StartRun(options), cancellationToken),
            session.Workspace);
    }

    /// <summary>Pauses a run.</summary>
    public Task<CommandResult> PauseAsync(TrackParams request) => SendAsync(request.TrackId, new TrackCommand.PauseRun(PauseCause.Person));

    /// <summary>Resumes a run.</summary>
    public Task<CommandResult> ResumeAsync(TrackParams request)
    {
        session.RequireTrust();
        return SendAsync(request.TrackId, new TrackCommand.ResumeRun());
    }

    /// <summary>Adds to a budget, which may make a run go on.</summary>
    public Task<CommandResult> AddBudgetAsync(AddBudgetParams request)
    {
        session.RequireTrust();
        Budget? added = BudgetMapping.ToBudget(new BudgetLimits(request.Tokens, request.Money, request.Calls, request.Minutes));
        return SendAsync(request.TrackId, new TrackCommand.AddBudget(request.TicketId, added ?? Budget.None));
    }

    /// <summary>Cancels a run.</summary>
    public Task<CommandResult> CancelAsync(TrackParams request) => SendAsync(request.TrackId, new TrackCommand.CancelRun(WrittenByPerson));

    /// <summary>Writes the latest run in which a model was asked as a script: also of a track that is not loaded, since the journal has all of it.</summary>
    public RecordedRun Record(TrackParams request)
    {
        JournalEntry[] entries = [.. session.Workspace.Journal.Read(request.TrackId)];
        if (entries.Length == 0)
        {
            session.Track(request.TrackId);
        }

        return RunRecording.OfLatestRun(entries, keepsDelays: false) is { } recording
            ? new RecordedRun(ScriptWriter.Write(recording.Script), recording.Notes)
            : throw WireRefusal.Of(ErrorCodes.WrongState, "In no run of this track was a model asked, so there is nothing to record. Run the track first.");
    }

    private async Task<CommandResult> SendAsync(string trackId, TrackCommand command)
    {
        TrackActor actor = session.Track(trackId);
        return WireRefusal.Result(await actor.SendAsync(command), session.Workspace);
    }

    private TrackSnapshot Snapshot(TrackOpening opening) => opening switch
    {
        TrackOpening.Opened { Actor: var actor } => session.Snapshot(actor),
        TrackOpening.Refused { IsInUse: true, Problems: [var inUse, ..] } =>
            throw WireRefusal.Of(ErrorCodes.WorkspaceInUse, inUse.Message, new ErrorData(ProcessId: session.Workspace.Ownership.OwnerProcessId())),
        TrackOpening.Refused { Problems: var problems } => throw WireRefusal.Of(
            ErrorCodes.InvalidTrack,
            "The track was not loaded. " + string.Join(" ", problems.Select(problem => problem.ToString())),
            new ErrorData([.. problems.Select(problem => problem.ToProblemInfo())])),
        _ => throw new InvalidOperationException("A track is opened or refused."),
    };

    private static string TextOf(JsonElement json) => json.ValueKind == JsonValueKind.String ? json.GetString() ?? "" : json.GetRawText();

    /// <summary>A path as clients give it: relative to the workspace, or absolute inside it.</summary>
    private string Relative(string path)
    {
        string root = session.Workspace.Folder.Root;
        string relative = Path.GetRelativePath(root, Path.GetFullPath(path, root));
        return relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative)
            ? throw WireRefusal.Of(ErrorCodes.InvalidPath, $"{path} is outside the workspace {root}. Open the folder that holds it, or copy the file into this one.")
            : relative.Replace('\\', '/');
    }
}
