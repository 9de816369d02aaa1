using Conductor.Server.Storage;
using Conductor.Server.Tests.Rpc;
using Xunit;

namespace Conductor.Server.Tests.Storage;

public sealed class WorkspaceOwnershipTests : IDisposable
{
    private readonly TestWorkspace _folder = new();

    public void Dispose() => _folder.Dispose();

    private WorkspaceFolder Folder => new(_folder.Root);

    [Fact]
    public void A_second_owner_gets_nothing_until_the_last_lease_of_the_first_is_back()
    {
        var first = new WorkspaceOwnership(Folder);
        var second = new WorkspaceOwnership(Folder);
        WorkspaceOwnership.Lease? one = first.TryTake();
        WorkspaceOwnership.Lease? two = first.TryTake();

        Assert.Null(second.TryTake());
        one?.Dispose();
        Assert.Null(second.TryTake());
        two?.Dispose();
        Assert.NotNull(second.TryTake());
    }

    [Fact]
    public void Who_owns_the_workspace_is_known_while_somebody_does_and_not_longer()
    {
        var ownership = new WorkspaceOwnership(Folder);
        using (ownership.TryTake())
        {
            Assert.Equal(Environment.ProcessId, new WorkspaceOwnership(Folder).OwnerProcessId());
        }

        Assert.Null(new WorkspaceOwnership(Folder).OwnerProcessId());
    }

    [Fact]
    public void A_lock_that_cannot_be_used_is_said_and_is_not_mistaken_for_another_owner()
    {
        Directory.CreateDirectory(Folder.Lock);

        JournalException told = Assert.Throws<JournalException>(() => new WorkspaceOwnership(Folder).TryTake());

        Assert.Contains("permissions", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_that_cannot_be_written_down_lets_the_lock_go_again()
    {
        Directory.CreateDirectory(Folder.Owner);
        Assert.Throws<JournalException>(() => new WorkspaceOwnership(Folder).TryTake());
        Directory.Delete(Folder.Owner);

        Assert.NotNull(new WorkspaceOwnership(Folder).TryTake());
    }

    [Fact]
    public void A_workspace_that_is_gone_is_said_and_not_made_anew()
    {
        var ownership = new WorkspaceOwnership(new WorkspaceFolder(_folder.At("gone")));

        JournalException told = Assert.Throws<JournalException>(() => ownership.TryTake());

        Assert.Contains("moved or deleted", told.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.At("gone")));
    }
}
