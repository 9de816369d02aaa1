using Conductor.Server.Features.Tickets;
using Xunit;

namespace Conductor.Server.Tests.Features.Tickets;

public sealed class CallWordsTests
{
    [Theory]
    [InlineData("write_file", """{"path":"src/a.cs","content":"x"}""", "write_file src/a.cs")]
    [InlineData("run_command", """{"command":"npm test\nnpm run lint","timeoutSeconds":5}""", "run_command npm test ⏎ npm run lint")]
    [InlineData("read_file", """{"path":"a.cs","level":"skeleton"}""", "read_file a.cs (skeleton)")]
    [InlineData("read_file", """{"path":"a.cs","lines":"10-40"}""", "read_file a.cs (10-40)")]
    [InlineData("search_text", """{"pattern":"class A","glob":"**/*.cs"}""", "search_text class A")]
    [InlineData("list_files", "{}", "list_files")]
    [InlineData("finish", """{"verdict":"completed","summary":"Done."}""", "finish completed")]
    [InlineData("fly", "[1]", "fly")]
    [InlineData("fly", "not json", "fly")]
    public void A_call_is_its_tool_and_the_argument_that_matters(string tool, string arguments, string words) =>
        Assert.Equal(words, CallWords.Of(tool, arguments));

    [Fact]
    public void A_long_argument_is_cut() => Assert.Equal(200 + "run_command ".Length, CallWords.Of("run_command", $$"""{"command":"{{new string('x', 900)}}"}""").Length);
}
