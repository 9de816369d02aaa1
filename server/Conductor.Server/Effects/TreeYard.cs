using System.Collections.Immutable;
using Conductor.Core.Tickets;
using Conductor.Server.Hosting;
using Conductor.Server.Landing;
using Conductor.Server.Storage;

namespace Conductor.Server.Effects;

/// <summary>
/// The working trees of a workspace: which there are, and which may go. What has landed goes by itself, also what a process that died had begun
/// to take away; what has not is kept until a person discards it. Nothing is touched that no attempt of a known track has had. Thread-safe.
/// </summary>
internal sealed class TreeYard(TreeYardServices services)
{
    /// <summary>How long discarded work is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(30);

    private int _isOpened;
    private volatile Task _opening = Task.CompletedTask;

    /// <summary>All trees, with what they are for and their bytes, once what may go on opening has gone; reads every folder.</summary>
    public async Task<GitOutcome<ImmutableArray<YardTree>>> ListAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Directory.Exists(services.Folder.WorkingTrees))
        {
            return new GitOutcome<ImmutableArray<YardTree>>.Done([]);
        }

        if (!(await services.Repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal)
            || !(await repository.FoldersAsync(cancellationToken)).IsDone(out ImmutableHashSet<string>? folders, out refusal))
        {
            return new GitOutcome<ImmutableArray<YardTree>>.Refused(refusal);
        }

        var trees = ImmutableArray.CreateBuilder<YardTree>();
        foreach (KnownTrack track in services.Tracks())
        {
            foreach (TicketTree tree in Known(repository, track, folders))
            {
                YardTreeState state = IsInUse(track.State, tree)
                    ? Directory.Exists(tree.Folder) ? YardTreeState.InUse : YardTreeState.Missing
                    : await StateAsync(repository, tree, cancellationToken);
                trees.Add(new YardTree(tree, state, TicketRepository.Size(tree)));
            }

            string folder = repository.LandingFolderOf(track.TrackId);
            if (Directory.Exists(folder))
            {
                var landing = new TicketTree(track.TrackId, "", 0, folder, folder, "");
                trees.Add(new YardTree(landing, YardTreeState.Landings, TicketRepository.Size(landing)));
            }
        }

        return new GitOutcome<ImmutableArray<YardTree>>.Done(trees.ToImmutable());
    }

    /// <summary>Discarded work with its ticket; null when no known track has it.</summary>
    public ImmutableArray<(DiscardedWork Work, TicketDefinition? Ticket)> WithTickets(ImmutableArray<DiscardedWork> works) => KnownTrack.WithTickets(services.Tracks(), works);

    /// <summary>Takes a tree away because a person says so; what has not landed of it is kept for <see cref="KeptFor"/>.</summary>
    /// <param name="state">Where the track stands; the workspace is this process's own.</param>
    public async Task<GitOutcome<RemovedTree>> DiscardAsync(TrackState state, string ticketId, int attempt, CancellationToken cancellationToken)
    {
        string trackId = state.Header.TrackId;
        if (!(await services.Repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out Refusal? refusal)
            || !(await repository.FoldersAsync(cancellationToken)).IsDone(out ImmutableHashSet<string>? folders, out refusal))
        {
            return new GitOutcome<RemovedTree>.Refused(refusal);
        }

        TicketTree tree = repository.TreeOf(trackId, ticketId, attempt);
        if (IsInUse(state, tree))
        {
            return Refused($"{ticketId} still needs its working tree: a worker has it, or its work is to land. Cancel the ticket or reject its work first, then discard what it has done.");
        }

        if (!folders.Contains(Path.GetFileName(tree.Folder)))
        {
            return Refused($"There is no working tree of {ticketId} to discard any more. Look at the list again.");
        }

        await services.WoundDown(trackId, ticketId).WaitAsync(cancellationToken);
        await services.LetGo(tree);
        GitOutcome<RemovedTree> outcome = await repository.RemoveTreeAsync(tree, keep: true, cancellationToken);
        await RecordAsync(tree, outcome);
        return outcome;

        static GitOutcome<RemovedTree> Refused(string words) => new GitOutcome<RemovedTree>.Refused(new Refusal(RefusalCode.WrongState, words));
    }

    /// <summary>Takes away a tree whose work has landed, and in which nothing runs any more. What keeps it is in the log, and it is tried again later.</summary>
    public async Task RemoveAsync(TicketTree tree, CancellationToken cancellationToken)
    {
        if ((await services.Repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out _))
        {
            await services.LetGo(tree);
            Note(await repository.RemoveTreeAsync(tree, keep: false, cancellationToken), tree.Folder);
        }
    }

    /// <summary>Once in the life of this process, when it can own the workspace: what may go goes, and what was discarded long ago is forgotten.</summary>
    public Task OpenAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(services.Folder.WorkingTrees) || Volatile.Read(ref _isOpened) != 0 || services.Ownership.TryTake() is not { } lease)
        {
            return Task.CompletedTask;
        }

        if (Interlocked.Exchange(ref _isOpened, 1) != 0)
        {
            lease.Dispose();
            return Task.CompletedTask;
        }

        return _opening = OpenOwnedAsync(lease, cancellationToken);
    }

    private async Task OpenOwnedAsync(WorkspaceOwnership.Lease owned, CancellationToken cancellationToken)
    {
        using WorkspaceOwnership.Lease lease = owned;
        await Task.Yield();
        foreach (KnownTrack track in services.Tracks())
        {
            await TidyAsync(track, cancellationToken);
        }

        if ((await services.Repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out _)
            && !(await repository.PruneDiscardedAsync(KeptFor, cancellationToken)).IsDone(out _, out Refusal? refusal))
        {
            services.Log($"Work that was discarded long ago is kept for now: {refusal.Message}");
        }
    }

    /// <summary>Takes away what may go of one track; nothing while another process owns the workspace.</summary>
    public async Task TidyAsync(string trackId, CancellationToken cancellationToken)
    {
        using WorkspaceOwnership.Lease? lease = Directory.Exists(services.Folder.WorkingTrees) ? services.Ownership.TryTake() : null;
        if (lease is not null)
        {
            await TidyAsync(services.Track(trackId), cancellationToken);
        }
    }

    private async Task TidyAsync(KnownTrack track, CancellationToken cancellationToken)
    {
        if (!(await services.Repositories.OpenAsync(cancellationToken)).IsDone(out TicketRepository? repository, out _)
            || !(await repository.FoldersAsync(cancellationToken)).IsDone(out ImmutableHashSet<string>? folders, out _))
        {
            return;
        }

        foreach (TicketTree tree in Known(repository, track, folders))
        {
            if (!IsInUse(services.Track(track.TrackId).State, tree) && services.WoundDown(tree.TrackId, tree.TicketId).IsCompleted
                && await StateAsync(repository, tree, cancellationToken) == YardTreeState.Landed)
            {
                await services.LetGo(tree);
                GitOutcome<RemovedTree> outcome = await repository.RemoveTreeAsync(tree, keep: false, cancellationToken);
                Note(outcome, tree.Folder);
                await RecordAsync(tree, outcome);
            }
        }

        await RecordGoneAsync(repository, track.TrackId, folders, cancellationToken);
        string landings = repository.LandingFolderOf(track.TrackId);
        if (folders.Contains(Path.GetFileName(landings)))
        {
            using IDisposable turn = await services.Repositories.TakeTurnAsync(track.TrackId, cancellationToken);
            if (services.Track(track.TrackId).State is { Active.IsEmpty: true, Run.IsAlive: false })
            {
                Note(await repository.RemoveLandingTreeAsync(track.TrackId, cancellationToken), landings);
            }
        }
    }

    /// <summary>Work that is not where the track has it, because its removal was not recorded: its tree is gone, and its branch.</summary>
    private async Task RecordGoneAsync(TicketRepository repository, string trackId, ImmutableHashSet<string> folders, CancellationToken cancellationToken)
    {
        foreach (TicketState ticket in services.Track(trackId).State.Tickets.Values.Where(ticket => ticket is { Attempt: null, Unlanded: not null }))
        {
            TicketTree tree = repository.TreeOf(trackId, ticket.Definition.Id, ticket.Unlanded?.Attempt ?? 0);
            if (!folders.Contains(Path.GetFileName(tree.Folder)) && await StateAsync(repository, tree, cancellationToken) == YardTreeState.Landed)
            {
                await services.Record(trackId, new TrackCommand.RecordTreeRemoval(tree.TicketId, tree.Attempt));
            }
        }
    }

    private Task RecordAsync(TicketTree tree, GitOutcome<RemovedTree> outcome) => outcome.IsDone(out RemovedTree? removed, out _)
        ? services.Record(tree.TrackId, new TrackCommand.RecordTreeRemoval(tree.TicketId, tree.Attempt, removed.KeptAs))
        : Task.CompletedTask;

    /// <summary>The trees of a track's attempts among folders; also of tickets that the track has no more.</summary>
    private static List<TicketTree> Known(TicketRepository repository, KnownTrack track, ImmutableHashSet<string> folders)
    {
        string prefix = BranchNames.TrackPrefix(track.TrackId);
        return folders.Any(folder => folder.StartsWith(prefix, StringComparison.Ordinal))
            ? [.. track.Attempts.Select(attempt => repository.TreeOf(track.TrackId, attempt.TicketId, attempt.Attempt)).Where(tree => folders.Contains(Path.GetFileName(tree.Folder)))]
            : [];
    }

    private static bool IsInUse(TrackState state, TicketTree tree) => state.Tickets.GetValueOrDefault(tree.TicketId)?.Attempt?.Number == tree.Attempt;

    /// <summary>Of a tree that cannot be looked at nothing may be taken for landed.</summary>
    private static async Task<YardTreeState> StateAsync(TicketRepository repository, TicketTree tree, CancellationToken cancellationToken) =>
        !(await repository.RestOfAsync(tree, cancellationToken)).IsDone(out TreeRest rest, out _) ? YardTreeState.Unlanded : rest switch
        {
            TreeRest.Landed => YardTreeState.Landed,
            TreeRest.Missing => YardTreeState.Missing,
            _ => YardTreeState.Unlanded,
        };

    private void Note<T>(GitOutcome<T> outcome, string folder)
    {
        if (!outcome.IsDone(out _, out Refusal? refusal))
        {
            services.Log($"The working tree {folder} stays for now: {refusal.Message}");
        }
    }
}

/// <summary>What a yard needs of its workspace.</summary>
/// <param name="Tracks">All tracks that the journal knows.</param>
/// <param name="Track">One of them, as it is now.</param>
/// <param name="WoundDown">Ends when nothing of a ticket's latest worker runs any more.</param>
/// <param name="LetGo">Lets go of what is kept of a tree that is about to go.</param>
/// <param name="Record">Has a track record what became of a tree.</param>
/// <param name="Log">Gets one line at a time, from any thread.</param>
internal sealed record TreeYardServices(
    WorkspaceFolder Folder,
    WorkspaceRepository Repositories,
    WorkspaceOwnership Ownership,
    Func<IEnumerable<KnownTrack>> Tracks,
    Func<string, KnownTrack> Track,
    Func<string, string, Task> WoundDown,
    Func<TicketTree, Task> LetGo,
    Func<string, TrackCommand, Task> Record,
    Action<string> Log);

/// <summary>A track where it stands.</summary>
internal sealed record KnownTrack(string TrackId, TrackState State)
{
    /// <summary>Discarded work with its ticket; null when none of the tracks has it. Refs name both by their slugs alone.</summary>
    /// <param name="tracks">Gone through once, and not at all without work: to know them may be to read a journal.</param>
    public static ImmutableArray<(DiscardedWork Work, TicketDefinition? Ticket)> WithTickets(IEnumerable<KnownTrack> tracks, ImmutableArray<DiscardedWork> works)
    {
        ILookup<(string, string), TicketDefinition> tickets = (works.IsEmpty ? [] : tracks)
            .SelectMany(track => track.State.Tickets.Values.Select(ticket => (Track: BranchNames.Track(track.TrackId), ticket.Definition)))
            .ToLookup(ticket => (ticket.Track, IdSlug.Of(ticket.Definition.Id)), ticket => ticket.Definition);
        return [.. works.Select(work => (work, tickets[(work.Track, work.Ticket)].FirstOrDefault()))];
    }

    /// <summary>All attempts that it ever had, also of tickets that left its definition: they are numbered from 1.</summary>
    public IEnumerable<(string TicketId, int Attempt)> Attempts =>
        State.Graph.Tickets.Select(ticket => State.Tickets[ticket.Id]).Concat(State.Departed.Values.OrderBy(ticket => ticket.Definition.Id, StringComparer.Ordinal))
            .SelectMany(ticket => Enumerable.Range(1, ticket.Attempts).Select(attempt => (ticket.Definition.Id, attempt)));
}

/// <summary>A working tree on disk.</summary>
/// <param name="Tree">Of the tree of a track's landings ticket and branch are empty, and the attempt is 0.</param>
/// <param name="Bytes">Of its files.</param>
internal sealed record YardTree(TicketTree Tree, YardTreeState State, long Bytes);

/// <summary>What a working tree is for.</summary>
internal enum YardTreeState
{
    /// <summary>An attempt that is under way has it.</summary>
    InUse,

    /// <summary>Its attempt is over, and what is in it has not landed.</summary>
    Unlanded,

    /// <summary>All that is in it has landed.</summary>
    Landed,

    /// <summary>Work is merged and proven there.</summary>
    Landings,

    /// <summary>The folder is gone.</summary>
    Missing,
}
