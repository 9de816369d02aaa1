using Conductor.Core.Landing;
using Conductor.Core.Tickets;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Effects;

/// <summary>Attempts in working trees of their own.</summary>
public sealed class WorkingTreeTests : IAsyncLifetime
{
    private readonly TreeRun _run = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_workers_file_lands_on_its_branch_and_nothing_of_the_persons_moves()
    {
        _run.WriteScript(("A", [TreeRun.Write("new.txt", "new\n"), TestWorkspace.Finish("It is there.")]));
        _run.Repository.Folder.Write("a.txt", "mine\n");
        string theirs = _run.Repository.Theirs();

        await _run.BeginAsync(null, new TicketDefinition("A", "Make a file."));
        AttemptState attempt = await _run.SubmittedAsync("A");

        Assert.Equal("new\n", _run.Repository.Folder.Git("show", $"{attempt.Tree?.Branch}:new.txt"));
        Assert.Equal(attempt.Work?.Commit, _run.Repository.Folder.Git("rev-parse", attempt.Tree?.Branch ?? "").Trim());
        Assert.Equal("It is there.", attempt.Work?.Summary);
        Assert.Equal("A: Make a file.\n\nIt is there.", _run.Repository.Folder.Git("log", "-1", "--format=%B", attempt.Tree?.Branch ?? "").Trim());
        Assert.Equal("one\ntwo\nthree\n", _run.Repository.Folder.Git("show", $"{attempt.Tree?.Branch}:a.txt"));
        Assert.Equal(theirs, _run.Repository.Theirs());
    }
}
