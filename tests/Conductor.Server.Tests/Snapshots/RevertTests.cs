using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Xunit;

namespace Conductor.Server.Tests.Snapshots;

/// <summary>Changes on a real disk taken back, with git and without it.</summary>
public sealed class RevertTests : IDisposable
{
    private readonly GitFolder _folder = new();
    private readonly GitFolder _main = new();

    public static TheoryData<string> Kinds => ["committed", "without a commit", "in a subfolder", "a worktree", "no repository"];

    public void Dispose()
    {
        _folder.Dispose();
        _main.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Everything_a_command_does_to_files_is_taken_back_and_can_be_had_again(string kind)
    {
        (GitFolder folder, string subfolder) = Prepare(kind);
        await using var bench = new UndoBench(folder, subfolder);
        string before = folder.Picture();

        await bench.ShellAsync("A", subfolder.Length == 0 ? Havoc : $"cd '{subfolder}'; {Havoc}");
        string after = folder.Picture();

        Assert.Equal(
            ["bytes.bin", "deleted.txt", "folder", "folder/inside.txt", "link", "made/new.txt", "moved.txt", "old name.txt", "run.sh", "text.txt", "untracked.txt"],
            bench.Paths("A"));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(before, folder.Picture());
        Assert.Empty(bench.Paths("A"));
        Assert.Null(await bench.RevertAsync("A", isUndo: true));
        Assert.Equal(after, folder.Picture());
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(before, folder.Picture());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_file_that_somebody_has_changed_since_is_refused_and_named_and_force_is_undoable(string kind)
    {
        (GitFolder folder, string subfolder) = Prepare(kind);
        await using var bench = new UndoBench(folder, subfolder);
        string text = Path.Combine(subfolder, "text.txt");
        await bench.CommandAsync("A", () => folder.Write(text, "by A\n"));
        folder.Write(text, "by a person\n");

        Refusal? refused = await bench.RevertAsync("A");

        Assert.Equal((RefusalCode.FilesMoved, "text.txt"), (refused?.Code, Assert.Single(refused?.Files ?? [])));
        Assert.Contains("text.txt (changed since)", refused?.Message, StringComparison.Ordinal);
        Assert.Equal("by a person\n", folder.Read(text));
        Assert.Null(await bench.RevertAsync("A", force: true));
        Assert.Equal("one\ntwo\n", folder.Read(text));
        Assert.Null(await bench.RevertAsync("A", isUndo: true));
        Assert.Equal("by a person\n", folder.Read(text));
    }

    [Fact]
    public async Task Undoing_is_refused_too_where_somebody_has_changed_files_since()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);
        await bench.WriteAsync("A", "text.txt", "by A\n");
        Assert.Null(await bench.RevertAsync("A"));
        _folder.Write("text.txt", "by a person\n");

        Assert.Equal(RefusalCode.FilesMoved, (await bench.RevertAsync("A", isUndo: true))?.Code);

        Assert.Equal("by a person\n", _folder.Read("text.txt"));
    }

    [Fact]
    public async Task Another_ticket_that_changed_the_file_since_is_named()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);
        await bench.WriteAsync("A", "text.txt", "by A\n");
        await bench.WriteAsync("B", "text.txt", "by B\n");

        Assert.Contains("text.txt (changed since by B)", (await bench.RevertAsync("A"))?.Message, StringComparison.Ordinal);

        Assert.Null(await bench.RevertAsync("B"));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal("one\ntwo\n", _folder.Read("text.txt"));
    }

    [Theory]
    [InlineData("committed")]
    [InlineData("no repository")]
    public async Task A_file_tools_write_during_a_command_of_another_ticket_is_not_the_commands(string kind)
    {
        (GitFolder folder, _) = Prepare(kind);
        await using var bench = new UndoBench(folder);

        CallKey command = await bench.BeginCommandAsync("A");
        await bench.WriteAsync("B", "text.txt", "by B\n");
        folder.Write("made by A.txt", "A\n");
        await bench.EndAsync(command);

        Assert.Equal(["made by A.txt"], bench.Paths("A"));
        Assert.Equal(["text.txt"], bench.Paths("B"));
    }

    [Fact]
    public async Task What_commands_that_overlap_have_changed_is_taken_back_only_by_force()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);

        CallKey first = await bench.BeginCommandAsync("A");
        _folder.Write("only A.txt", "A\n");
        CallKey second = await bench.BeginCommandAsync("B");
        _folder.Write("both.txt", "?\n");
        await bench.EndAsync(second);
        await bench.EndAsync(first);

        Assert.Equal(["both.txt", "only A.txt"], bench.Paths("A"));
        Assert.Equal(["both.txt"], bench.Paths("B"));
        Assert.Equal(["both.txt"], (await bench.RevertAsync("A"))?.Files ?? []);
    }

    [Fact]
    public async Task A_persons_change_between_two_commands_belongs_to_nobody()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () => _folder.Write("a.txt", "A\n"));
        _folder.Write("mine.txt", "mine\n");

        await bench.CommandAsync("A", () => _folder.Write("a.txt", "A again\n"));

        Assert.Equal(["a.txt"], bench.Paths("A"));
        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal("mine\n", _folder.Read("mine.txt"));
        Assert.False(_folder.Has("a.txt"));
    }

    [Fact]
    public async Task A_file_that_is_again_what_it_was_is_not_changed()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);

        await bench.WriteAsync("A", "text.txt", "by A\n");
        await bench.CommandAsync("A", () => _folder.Write("text.txt", "one\ntwo\n"));

        Assert.Empty(bench.Paths("A"));
    }

    [Fact]
    public async Task A_revert_that_was_interrupted_is_completed_or_undone_by_asking_again()
    {
        Prepare("committed");
        await using var bench = new UndoBench(_folder);
        await bench.CommandAsync("A", () =>
        {
            _folder.Write("text.txt", "by A\n");
            _folder.Write("new.txt", "by A\n");
        });
        FileVersion? text = bench.Files("A").Spans["text.txt"].First;
        FileTransition[] plan = [.. bench.Files("A").Spans.Select(span => new FileTransition(span.Key, span.Value.Last, span.Value.First))];
        bench.Apply("A", new TrackEvent.RevertStarted("A", 1, IsUndo: false, IsForced: false, null, [.. plan]));
        bench.Trees.Disk.Restore("text.txt", text);

        Assert.Null(await bench.RevertAsync("A"));
        Assert.Equal(("one\ntwo\n", false), (_folder.Read("text.txt"), _folder.Has("new.txt")));

        Assert.Null(await bench.RevertAsync("A", isUndo: true));
        Assert.Equal(("by A\n", "by A\n"), (_folder.Read("text.txt"), _folder.Read("new.txt")));
    }

    [Fact]
    public async Task A_path_that_leads_through_a_link_now_is_not_followed()
    {
        Prepare("committed");
        using var elsewhere = new GitFolder();
        elsewhere.Write("inside.txt", "by A\n");
        await using var bench = new UndoBench(_folder);
        await bench.WriteAsync("A", "folder/inside.txt", "by A\n");
        _folder.Shell($"rm -r folder && ln -s {elsewhere.Root} folder");

        Assert.Equal(RefusalCode.FilesMoved, (await bench.RevertAsync("A"))?.Code);
        IOException refused = await Assert.ThrowsAsync<IOException>(() => bench.RevertAsync("A", force: true));

        Assert.Contains("the link folder", refused.Message, StringComparison.Ordinal);
        Assert.Equal("by A\n", elsewhere.Read("inside.txt"));
    }

    [Fact]
    public async Task What_a_call_changed_before_the_process_died_is_found_and_marked_as_uncertain()
    {
        Prepare("committed");
        string? tree;
        await using (var bench = new UndoBench(_folder))
        {
            await bench.BeginCommandAsync("A");
            tree = Assert.Single(bench.Files("A").Open).Value.Tree;
            _folder.Write("half.txt", "half\n");
        }

        await using var again = new UndoBench(_folder);
        again.Apply("A", await again.Trees.AfterInterruptionAsync(
            new TrackEvent.TreeRecorded("A", 1, "call-1", TreeMoment.Call, tree), TestContext.Current.CancellationToken));

        Assert.Equal(["half.txt"], (await again.RevertAsync("A"))?.Files ?? []);
        Assert.Null(await again.RevertAsync("A", force: true));
        Assert.False(_folder.Has("half.txt"));
    }

    private const string Havoc =
        "echo three >> text.txt; rm deleted.txt; mv 'old name.txt' moved.txt; chmod +x run.sh; printf '\\001\\000\\002' > bytes.bin; "
        + "mkdir -p made; echo new > made/new.txt; rm link; ln -s elsewhere link; rm -r folder; echo file > folder; echo more >> untracked.txt";

    private (GitFolder Folder, string Subfolder) Prepare(string kind)
    {
        string subfolder = kind == "in a subfolder" ? "work space" : "";
        GitFolder folder = kind == "a worktree" ? _main : _folder;
        foreach (string path in new[] { "text.txt", "deleted.txt", "old name.txt", "run.sh", "folder/inside.txt" })
        {
            folder.Write(Path.Combine(subfolder, path), "one\ntwo\n");
        }

        folder.WriteBytes(Path.Combine(subfolder, "bytes.bin"), [0, 1, 2, 255, 254, 13, 10]);
        File.CreateSymbolicLink(folder.At(Path.Combine(subfolder, "link")), "text.txt");
        if (kind != "no repository")
        {
            folder.Init();
        }

        if (kind is not ("without a commit" or "no repository"))
        {
            folder.Commit();
        }

        if (kind == "a worktree")
        {
            _main.Git("worktree", "add", "-q", _folder.Root);
        }

        _folder.Write(Path.Combine(subfolder, "untracked.txt"), "mine\n");
        return (_folder, subfolder);
    }
}
