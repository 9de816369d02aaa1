using System.Text;
using System.Text.Json;
using Conductor.Server.Hosting;
using Conductor.Server.Rpc;
using Nerdbank.Streams;
using Xunit;

namespace Conductor.Server.Tests.Rpc;

/// <summary>The first message of a connection, in raw bytes: initialize is answered before the library that serves all others is up.</summary>
public sealed class FirstAnswerTests : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TestWorkspace _folder = new();
    private readonly TaskCompletionSource<string> _logged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stream _client;
    private readonly Task _serving;

    public FirstAnswerTests()
    {
        (Stream clientSide, Stream serverSide) = FullDuplexStream.CreatePair();
        _client = clientSide;
        _serving = RpcServer.RunAsync(serverSide, serverSide, new RpcSessionOptions(WorkspaceSettings.Default, TimeProvider.System, line => _logged.TrySetResult(line)), _stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving.WaitAsync(Notifications.Limit);
        await _client.DisposeAsync();
        _stopping.Dispose();
        _folder.Dispose();
    }

    private string Initialize(string id = "1") => $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"initialize","params":{"processId":null,"rootUri":"{{{new Uri(_folder.Root).AbsoluteUri}}}"}}""";

    private const string List = """{"jsonrpc":"2.0","id":2,"method":"conductor/track/list","params":{}}""";

    [Theory]
    [InlineData("1")]
    [InlineData("\"first\"")]
    [InlineData("9007199254740991")]
    public async Task Initialize_is_answered_under_the_id_it_was_asked_with(string id)
    {
        await SendAsync(Frame(Initialize(id)));

        JsonElement answer = await ReceiveAsync();

        Assert.Equal(id, answer.GetProperty("id").GetRawText());
        Assert.Equal("Conductor", answer.GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_workspace_is_opened_before_anything_is_asked_of_it()
    {
        string request = Initialize().Replace("\"processId\"", "\"initializationOptions\":{\"contractHash\":\"of another version\"},\"processId\"", StringComparison.Ordinal);

        await SendAsync(Frame(request));

        Assert.Contains("another version of the contract", await _logged.Task.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_right_behind_it_is_answered_too_on_the_workspace_it_named()
    {
        await SendAsync(Frame(Initialize()) + Frame(List));

        Assert.Equal(1, (await ReceiveAsync()).GetProperty("id").GetInt32());
        Assert.Equal(0, (await ReceiveAsync()).GetProperty("result").GetProperty("tracks").GetArrayLength());
    }

    [Fact]
    public async Task It_may_come_byte_by_byte_and_with_other_lines_in_its_head()
    {
        foreach (char one in Frame(Initialize(), "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\n"))
        {
            await SendAsync($"{one}");
        }

        Assert.True((await ReceiveAsync()).TryGetProperty("result", out _));
    }

    [Fact]
    public async Task Another_message_that_comes_first_is_left_to_the_library_and_so_is_initialize_after_it()
    {
        await SendAsync(Frame(List));
        Assert.True((await ReceiveAsync()).TryGetProperty("error", out _));

        await SendAsync(Frame(Initialize()));

        Assert.Equal("Conductor", (await ReceiveAsync()).GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":[1]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"initialize"}""")]
    public async Task An_initialize_that_is_not_as_it_should_be_is_answered_by_the_library(string message)
    {
        await SendAsync(Frame(message));

        Assert.Equal(1, (await ReceiveAsync()).GetProperty("id").GetInt32());
    }

    [Theory]
    [InlineData("Content-Length: 3\r\n\r\n{]}")]
    [InlineData("No head at all, and no end of one either.\r\n\r\n{}")]
    public async Task What_is_no_message_ends_the_connection_and_nothing_else(string bytes)
    {
        await SendAsync(bytes);

        await _serving.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_client_that_goes_before_it_has_said_anything_ends_the_connection()
    {
        await _client.DisposeAsync();

        await _serving.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_server_that_is_stopped_before_it_has_heard_anything_ends()
    {
        await _stopping.CancelAsync();

        await _serving.WaitAsync(Notifications.Limit, TestContext.Current.CancellationToken);
    }

    private static string Frame(string content, string more = "") => $"Content-Length: {Encoding.UTF8.GetByteCount(content)}\r\n{more}\r\n{content}";

    private async Task SendAsync(string bytes)
    {
        await _client.WriteAsync(Encoding.UTF8.GetBytes(bytes), TestContext.Current.CancellationToken);
        await _client.FlushAsync(TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> ReceiveAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Notifications.Limit);
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await _client.ReadExactlyAsync(one, limit.Token);
            head.Append((char)one[0]);
        }

        string length = head.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal));
        byte[] content = new byte[int.Parse(length["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture)];
        await _client.ReadExactlyAsync(content, limit.Token);
        return JsonElement.Parse(content);
    }
}
