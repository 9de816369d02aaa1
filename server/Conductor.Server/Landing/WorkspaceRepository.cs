using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>The repository around a workspace, looked at when it is first needed: until then there may be none, and then one. Thread-safe.</summary>
internal sealed class WorkspaceRepository(string root, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Turns _landings = new();
    private TicketRepository? _repository;

    /// <summary>Waits until nothing else lands, or is taken back, on a track's integration branch; dispose what it gives to let others.</summary>
    public Task<IDisposable> TakeTurnAsync(string trackId, CancellationToken cancellationToken) => _landings.TakeAsync(trackId, cancellationToken);

    /// <summary>Looks whether tickets can have working trees of their own now, and what a person should know of that; the door stays the same.</summary>
    /// <exception cref="IOException">git hangs.</exception>
    public async Task<RepositoryLook> LookAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            RepositoryLook look = await TicketRepository.LookAsync(root, time, cancellationToken);
            if (look is not RepositoryLook.Usable usable)
            {
                return look;
            }

            if (_repository is { } known)
            {
                usable.Repository.Dispose();
                return usable with { Repository = known };
            }

            _repository = usable.Repository;
            return usable;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The door; refused, in words for a person, where there is no such repository.</summary>
    public async Task<GitOutcome<TicketRepository>> OpenAsync(CancellationToken cancellationToken)
    {
        if (_repository is { } known)
        {
            return new GitOutcome<TicketRepository>.Done(known);
        }

        try
        {
            return await LookAsync(cancellationToken) switch
            {
                RepositoryLook.Usable { Repository: var repository } => new GitOutcome<TicketRepository>.Done(repository),
                RepositoryLook.Refused { Refusal: var refusal } => new GitOutcome<TicketRepository>.Refused(refusal),
                _ => throw new InvalidOperationException("A repository is usable or refused."),
            };
        }
        catch (IOException failure)
        {
            return new GitOutcome<TicketRepository>.Refused(new Refusal(RefusalCode.WrongState, $"{failure.Message} Put that right and ask again."));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _repository?.Dispose();
        _gate.Dispose();
    }
}
