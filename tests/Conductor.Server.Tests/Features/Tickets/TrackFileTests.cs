using Conductor.Server.Protocol;
using Conductor.Server.Tests.Rpc;
using Conductor.Server.TrackFiles;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class TrackFileTests : RpcTestBase
{
    private const string Disk = "[\n  { \"id\": \"A\", \"description\": \"First.\" }\n]\n";
    private const string Dirty = "[\n\n  { \"id\": \"A\",   \"description\": \"First.\" }\n]\n";

    private string Uri => new Uri(Workspace.At(Main)).AbsoluteUri;

    public TrackFileTests() => Workspace.Write(Main, Disk);

    [Fact]
    public async Task Edits_are_made_for_the_document_as_the_editor_has_it()
    {
        await StartAsync();
        await OpenAsync();
        await DidOpenAsync(Dirty, version: 7);

        TrackFileEdit edit = await Client.AskAsync<TrackFileEdit>("conductor/ticket/addContext", new ContextParams(Main, "A", ["src/a.cs", "src/b.cs"]));

        Assert.Equal((7, "A", Main), (edit.Version ?? 0, edit.TicketId, edit.Path));
        string after = TextEdits.Apply(Dirty, [.. edit.Edits]);
        Assert.StartsWith("[\n\n  { \"id\": \"A\",   \"description\": \"First.\"", after, StringComparison.Ordinal);
        Assert.Equal(["src/a.cs", "src/b.cs"], Assert.Single(TrackFileReader.Read(after).Tickets).ContextRequirements);
        Assert.Equal(Disk, Workspace.Read(Main));
    }

    [Fact]
    public async Task A_file_that_is_there_already_is_skipped_and_said()
    {
        await StartAsync();
        await OpenAsync();
        await DidOpenAsync("""[{ "id": "A", "description": "x", "context_requirements": ["a.cs"] }]""", version: 1);

        TrackFileEdit added = await Client.AskAsync<TrackFileEdit>("conductor/ticket/addContext", new ContextParams(Main, "A", ["a.cs"]));
        TrackFileEdit removed = await Client.AskAsync<TrackFileEdit>("conductor/ticket/removeContext", new ContextParams(Main, "A", ["a.cs"]));

        Assert.Equal(["a.cs"], added.Skipped);
        Assert.Empty(added.Edits);
        Assert.NotEmpty(removed.Edits);
    }

    [Fact]
    public async Task A_created_ticket_gets_the_next_free_id()
    {
        await StartAsync();
        await OpenAsync();

        TrackFileEdit edit = await Client.AskAsync<TrackFileEdit>("conductor/ticket/create", new CreateTicketParams(Main, "Second.", DependsOn: ["A"]));

        string after = TextEdits.Apply(Disk, [.. edit.Edits]);
        Assert.Null(edit.Version);
        Assert.Equal(["A", edit.TicketId], TrackFileReader.Read(after).Tickets.Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task The_last_of_many_changes_is_what_edits_are_made_for()
    {
        await StartAsync();
        await OpenAsync();
        await DidOpenAsync(Disk, version: 1);
        for (int version = 2; version <= 60; version++)
        {
            string text = Disk.Replace("First.", $"Version {version}.", StringComparison.Ordinal);
            await Client.TellAsync("textDocument/didChange", new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(Uri, version), [new TextDocumentContentChange(text)]));
        }

        TrackFileEdit edit = await Client.AskAsync<TrackFileEdit>("conductor/ticket/addContext", new ContextParams(Main, "A", ["a.cs"]));

        Assert.Equal(60, edit.Version);
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 60);
        int[] told = [.. Received.All<PublishDiagnosticsParams>().Select(problems => problems.Version ?? 0)];
        Assert.Equal(told.Order().Distinct(), told);
    }

    [Fact]
    public async Task Problems_show_at_their_place_while_typing_and_go_away_again()
    {
        await StartAsync();

        await DidOpenAsync("[\n  { \"id\": \"A\", \"description\": \"x\", \"depends_on\": [\"B\"] }\n]", version: 1);
        PublishDiagnosticsParams wrong = await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 1);
        await Client.TellAsync("textDocument/didChange", new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(Uri, 2), [new TextDocumentContentChange(Disk)]));
        PublishDiagnosticsParams right = await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 2);

        Diagnostic problem = Assert.Single(wrong.Diagnostics);
        Assert.Equal(("unknownDependency", 1), (problem.Code, problem.Range.Start.Line));
        Assert.Empty(right.Diagnostics);
    }

    [Fact]
    public async Task A_misspelt_field_shows_as_a_warning_at_its_name()
    {
        await StartAsync();

        await DidOpenAsync("[\n  { \"id\": \"A\", \"description\": \"x\", \"prioritty\": 1 }\n]", version: 1);
        PublishDiagnosticsParams told = await Received.WaitForAsync<PublishDiagnosticsParams>(found => found.Version == 1);

        Diagnostic warning = Assert.Single(told.Diagnostics);
        Assert.Equal(("unknownField", 2, 1, 35), (warning.Code, warning.Severity, warning.Range.Start.Line, warning.Range.Start.Character));
    }

    [Fact]
    public async Task An_edited_file_is_merged_into_a_running_track()
    {
        Workspace.WriteScript(("A", [TestWorkspace.EndlessTurn]));
        await StartRunAsync();
        await SpawnAsync("A");
        await TicketIsAsync("A", TicketStateName.Running);

        Workspace.WriteTrack(new { id = "A", description = "Changed." }, new { id = "B", description = "Second." });
        await Client.TellAsync("workspace/didChangeWatchedFiles", new DidChangeWatchedFilesParams([new FileEvent(Uri, 2)]));
        TrackChanged changed = await Received.WaitForAsync<TrackChanged>(told => told.Order is ["A", "B"]);

        Assert.Equal("B", changed.Tickets.Single(ticket => ticket.Id == "B").Id);
        TicketInfo started = (await GetAsync()).Tickets[0];
        Assert.Equal(TicketStateName.Running, started.State);
        Assert.NotNull(started.Notice);
    }

    [Fact]
    public async Task A_file_that_is_broken_for_a_moment_does_not_disturb_its_track()
    {
        await StartAsync();
        await OpenAsync();

        Workspace.Write(Main, "[ oops");
        await Client.TellAsync("workspace/didChangeWatchedFiles", new DidChangeWatchedFilesParams([new FileEvent(Uri, 2)]));
        await Received.WaitForAsync<TrackListChanged>(_ => true);
        TrackSnapshot snapshot = await GetAsync();

        Assert.Equal("A", Assert.Single(snapshot.Tickets).Id);
        Assert.Equal("invalidJson", Assert.Single(snapshot.Problems).Code);
    }

    [Fact]
    public async Task A_track_file_in_the_working_tree_of_a_ticket_is_no_track_of_its_own()
    {
        await StartAsync();
        await OpenAsync();

        string copy = Workspace.Write(".conductor/worktrees/main-a/" + Main, Workspace.Read(Main));
        await Client.TellAsync("workspace/didChangeWatchedFiles", new DidChangeWatchedFilesParams([new FileEvent(new Uri(copy).AbsoluteUri, 1)]));
        await Received.WaitForAsync<TrackListChanged>(_ => true);

        TrackList list = await Client.AskAsync<TrackList>("conductor/track/list", new ListTracksParams());
        Assert.Equal(Main, Assert.Single(list.Tracks).Path);
    }

    [Fact]
    public async Task The_place_of_a_ticket_is_that_in_the_open_document()
    {
        await StartAsync();
        await OpenAsync();
        await DidOpenAsync(Dirty, version: 1);

        TicketLocation location = await Client.AskAsync<TicketLocation>("conductor/ticket/locate", new TicketParams(Main, "A"));

        Assert.Equal((Main, 2), (location.Path, location.StartLine));
    }

    private Task DidOpenAsync(string text, int version) =>
        Client.TellAsync("textDocument/didOpen", new DidOpenTextDocumentParams(new TextDocumentItem(Uri, "json", version, text)));
}
