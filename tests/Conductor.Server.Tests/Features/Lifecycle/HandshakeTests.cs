using System.Text.Json;
using Conductor.Server.Features.Lifecycle;
using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Features.Lifecycle;

public sealed class HandshakeTests
{
    [Fact]
    public void The_first_request_is_read_as_its_record_says()
    {
        JsonElement options = JsonSerializer.SerializeToElement(new { trusted = true }, WireJson.Options);
        var sent = new InitializeParams(42, "file:///project", "/project", [new WorkspaceFolder("file:///project", "project")], options);

        InitializeParams read = Handshake.Read(JsonSerializer.SerializeToElement(sent, WireJson.Options));

        Assert.Equal(JsonSerializer.Serialize(sent, WireJson.Options), JsonSerializer.Serialize(read, WireJson.Options));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "processId": "x", "rootUri": 1, "workspaceFolders": {}, "initializationOptions": null }""")]
    [InlineData("""{ "workspaceFolders": [1, {}] }""")]
    public void Members_that_are_not_what_the_protocol_says_count_as_absent(string request)
    {
        InitializeParams read = Handshake.Read(JsonSerializer.Deserialize<JsonElement>(request));

        Assert.Null(read.ProcessId);
        Assert.Null(read.RootUri);
        Assert.Empty(read.WorkspaceFolders ?? []);
    }

    [Fact]
    public void The_answer_is_what_its_record_says()
    {
        var record = new InitializeResult(
            new ServerCapabilities(new TextDocumentSyncOptions(OpenClose: true, Change: 1, Save: true)),
            new ServerInfo("Conductor", ProductVersion.Text),
            ContractHash.Value);

        Assert.Equal(JsonSerializer.Serialize(record, WireJson.Options), JsonSerializer.Serialize(Handshake.Answer(), WireJson.Options));
    }
}
