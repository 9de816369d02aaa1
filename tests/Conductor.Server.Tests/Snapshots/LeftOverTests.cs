using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Snapshots;
using Conductor.Workers.Loop;
using Conductor.Workers.Workspaces;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>What is left when a process dies, or a disk is full, in the middle of a write.</summary>
public sealed class LeftOverTests : IDisposable
{
    private readonly GitFolder _folder = new();

    public LeftOverTests() => _folder.Write("text.txt", "one\ntwo\n");

    private string Objects => _folder.At(".conductor/objects");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_content_that_cannot_be_put_in_its_place_leaves_nothing()
    {
        var objects = new ObjectStore(Objects);
        objects.Create();
        string id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("content"u8));
        _folder.Write($".conductor/objects/{id[..2]}", "This file stands where the content would be kept.");

        Assert.ThrowsAny<IOException>(() => objects.Put("content"u8.ToArray()));

        Assert.Equal([".gitignore", id[..2]], Directory.EnumerateFileSystemEntries(Objects).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_content_that_a_failure_of_the_machine_cut_short_is_kept_anew()
    {
        var objects = new ObjectStore(Objects);
        string id = objects.PutFile(_folder.At("text.txt"));
        _folder.Write($".conductor/objects/{id[..2]}/{id[2..]}", "");

        Assert.Equal(id, objects.PutFile(_folder.At("text.txt")));

        Assert.Equal("one\ntwo\n"u8.ToArray(), objects.Read(id));
    }

    [Fact]
    public void A_content_that_is_not_here_cannot_be_made_durable()
    {
        var objects = new ObjectStore(Objects);
        string id = objects.Put("content"u8.ToArray());
        objects.MakeDurable([id, id]);
        objects.Delete(id);

        Assert.Throws<IOException>(() => objects.MakeDurable([id]));
    }

    [Fact]
    public void What_a_dead_process_left_among_the_contents_goes_when_it_is_old()
    {
        var objects = new ObjectStore(Objects);
        string content = objects.Put("content"u8.ToArray());
        string[] left = [".conductor/objects/new-1a2b", ".conductor/objects/.1-1a2b.conductor-new", ".conductor/objects/checkout-1a2b.index", ".conductor/objects/checkout-1a2b/text.txt"];
        foreach (string path in left)
        {
            _folder.Write(path, "half");
        }

        new NeededRecords().Prune(objects, null, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.All(left, path => Assert.True(_folder.Has(path), path));
        new NeededRecords().Prune(objects, null, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        Assert.False(objects.Has(content));
        Assert.Equal([".gitignore", content[..2]], Directory.EnumerateFileSystemEntries(Objects).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_an_interrupted_revert_left_beside_a_file_goes_when_it_is_asked_for_again()
    {
        _folder.Init().Commit();
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () => _folder.Write("text.txt", "by A\n"));
        _folder.Write(".1-half.conductor-new", "on");

        Assert.Null(await bench.RevertAsync("A"));

        Assert.Equal(("one\ntwo\n", false), (_folder.Read("text.txt"), _folder.Has(".1-half.conductor-new")));
    }

    [Fact]
    public async Task What_an_interrupted_revert_left_goes_in_the_background_when_nobody_asks_again()
    {
        _folder.Init().Commit();
        FileTransition[] plan = [new("folder/text.txt", null, null), new("other.txt", null, null)];
        var files = new TicketFiles { Revert = new RevertState(1, RevertPhase.Reverting, [.. plan], new TicketFiles().Spans, new TicketFiles().Texts) };
        _folder.Write("folder/.1-half.conductor-new", "on");
        _folder.Write("folder/mine.txt", "mine");
        await using var trees = new TreeRecorder(WorkspaceRoot.Open(_folder.Root), Objects, TimeProvider.System, _ => { })
        {
            Needed = () => Needed(ticket => ticket with { Files = files }),
        };

        await trees.BeforeAttemptAsync(new AttemptKey("track", "A", 1), TestContext.Current.CancellationToken);
        await trees.Pruning;

        Assert.Equal((false, true), (_folder.Has("folder/.1-half.conductor-new"), _folder.Has("folder/mine.txt")));
    }

    [Fact]
    public void Old_exit_codes_go_but_not_that_of_a_call_whose_end_is_not_recorded()
    {
        string folder = _folder.At(".conductor/commands");
        var open = new ToolCallState(new ToolProposal("call-1", "run_command", "{}", ToolRisk.Command)) { StartedWith = "{}" };
        ToolCallState over = new ToolCallState(new ToolProposal("call-2", "run_command", "{}", ToolRisk.Command)) { StartedWith = "{}", IsFinished = true };
        var attempt = new AttemptState(1, AttemptPhase.Suspended, new TicketDefinition("A", "x"))
        {
            Calls = ImmutableDictionary<string, ToolCallState>.Empty.Add("call-1", open).Add("call-2", over),
        };
        string[] files = [.. new[] { "call-1", "call-2" }.Select(call => ExitCodeFiles.PathFor(folder, "track", "A", 1, call)), Path.Combine(folder, "0123.exit"), Path.Combine(folder, "0123.exit.new")];
        foreach (string file in files)
        {
            _folder.Write(file, "0\n");
        }

        NeededRecords needed = Needed(ticket => ticket with { Attempt = attempt }, folder);
        needed.Prune(new ObjectStore(Objects), null, TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(4, Directory.GetFiles(folder).Length);
        needed.Prune(new ObjectStore(Objects), null, TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1), TestContext.Current.CancellationToken);

        Assert.Equal([files[0]], Directory.GetFiles(folder));
    }

    [Fact]
    public async Task A_file_that_somebody_is_just_writing_is_nobodys_change()
    {
        _folder.Init().Commit();
        await using var bench = new UndoBench(_folder);

        await bench.CommandAsync("A", () => _folder.Write(".1-half.conductor-new", "half"));

        Assert.Empty(bench.Paths("A"));
    }

    private static NeededRecords Needed(Func<TicketState, TicketState> ticket, string? exitCodeFolder = null)
    {
        TrackState state = TrackEvolution.Apply(TrackState.Empty, new TrackEvent.TicketsDefined(new TrackHeader("track", ""), [new TicketDefinition("A", "x")], [], []));
        var needed = new NeededRecords { ExitCodeFolder = exitCodeFolder };
        needed.Add(state.With(ticket(state.Tickets["A"])));
        return needed;
    }
}
