using System.Diagnostics;
using System.Text.Json;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class MessageOrderTests : RpcTestBase
{
    private const string Other = ".conductor/tracks/other.track.json";

    private const string Named = """{ "id": "main", "tickets": [] }""";

    [Fact]
    public async Task Problems_of_a_text_that_takes_long_to_check_are_not_told_after_those_of_a_later_one()
    {
        await StartAsync();
        string slow = JsonSerializer.Serialize(Enumerable.Range(0, 20_000).Select(number => new { id = $"T-{number}", description = "d", depends_on = new[] { $"T-{number + 1}" } }));
        await OpenDocumentAsync("[]");
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 0);

        await ChangeAsync(1, slow);
        await ChangeAsync(2, "[]");
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 2);
        await CloseAsync();

        int?[] told = [.. Received.All<PublishDiagnosticsParams>().Select(problems => problems.Version)];
        Assert.True(told is [0, 2, null] or [0, 1, 2, null], string.Join(", ", told));
    }

    [Fact]
    public async Task A_request_is_answered_while_a_text_is_being_checked_and_what_is_overtaken_meanwhile_is_left_out()
    {
        await StartAsync();
        await MakePipeAsync(Other);
        await OpenDocumentAsync(Named);

        // The check reads the ids of the other track files, and this one gives nothing as long as somebody may write to it.
        await using FileStream pipe = await OpenPipeAsync(Other);
        await ChangeAsync(1, Named);
        await ChangeAsync(2, """{ "id": 3, "tickets": [] }""");
        await Client.AskAsync<UsageReport>("conductor/usage/get", new UsageParams());
        Assert.Empty(Received.All<PublishDiagnosticsParams>());

        await pipe.DisposeAsync();
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 2);
        Assert.Equal(2, Assert.Single(Received.All<PublishDiagnosticsParams>()).Version);
    }

    private string Uri => new Uri(Workspace.At(Main)).AbsoluteUri;

    private async Task MakePipeAsync(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Workspace.At(path)) ?? "");
        using var made = Process.Start("mkfifo", Workspace.At(path));
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Opens it for writing, which takes until somebody reads it.</summary>
    private Task<FileStream> OpenPipeAsync(string path) =>
        Task.Run(() => new FileStream(Workspace.At(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite)).WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);

    private Task OpenDocumentAsync(string text) => Client.TellAsync("textDocument/didOpen", new DidOpenTextDocumentParams(new TextDocumentItem(Uri, "json", 0, text)));

    private Task ChangeAsync(int version, string text) => Client.TellAsync(
        "textDocument/didChange", new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(Uri, version), [new TextDocumentContentChange(text)]));

    private async Task CloseAsync()
    {
        await Client.TellAsync("textDocument/didClose", new DidCloseTextDocumentParams(new TextDocumentIdentifier(Uri)));
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version is null);
    }
}
