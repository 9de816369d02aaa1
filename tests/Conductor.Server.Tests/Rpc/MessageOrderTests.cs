using System.Text.Json;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

public sealed class MessageOrderTests : RpcTestBase
{
    [Fact]
    public async Task Problems_of_a_text_that_takes_long_to_check_are_not_told_after_those_of_a_later_one()
    {
        await StartAsync();
        string uri = new Uri(Workspace.At(Main)).AbsoluteUri;
        string slow = JsonSerializer.Serialize(Enumerable.Range(0, 20_000).Select(number => new { id = $"T-{number}", description = "d", depends_on = new[] { $"T-{number + 1}" } }));
        await Client.TellAsync("textDocument/didOpen", new DidOpenTextDocumentParams(new TextDocumentItem(uri, "json", 0, "[]")));

        foreach ((int version, string text) in new[] { (1, slow), (2, "[]") })
        {
            await Client.TellAsync("textDocument/didChange", new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, version), [new TextDocumentContentChange(text)]));
        }

        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 1);
        await Received.WaitForAsync<PublishDiagnosticsParams>(told => told.Version == 2);
        Assert.Equal([0, 1, 2], Received.All<PublishDiagnosticsParams>().Select(told => told.Version));
    }
}
