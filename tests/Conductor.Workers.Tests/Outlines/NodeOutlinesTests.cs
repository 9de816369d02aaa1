using System.Diagnostics;
using Conductor.Workers.Outlines;
using Conductor.Workers.Tests.Workspaces;
using Xunit;

namespace Conductor.Workers.Tests.Outlines;

/// <summary>The life of the helper, most of it played by scripts that misbehave.</summary>
public sealed class NodeOutlinesTests : IDisposable
{
    /// <summary>What a script answers is the name of the one member that it says there is.</summary>
    private const string Begin = "const say = (id, name) => console.log(JSON.stringify({ id, members: [{ name, container: '', kind: 'other', depth: 0, start: 0, end: 0, signatureStart: 0, signatureEnd: 0, bodies: [], hot: false, canElide: true }] }));\n"
        + "import { createInterface } from 'node:readline';\nconsole.log('{\"ready\":true}');\nfor await (const line of createInterface({ input: process.stdin })) {\n  const { id, text } = JSON.parse(line);\n";
    private const string Empty = "  say(id, text + '/' + process.pid);\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_same_text_is_read_once()
    {
        await using var outlines = Outlines(Begin + "  say(id, String(id));\n}");

        await ReadAsync(outlines, "a");
        await ReadAsync(outlines, "b");

        Assert.Equal("1", await ReadAsync(outlines, "a"));
    }

    [Fact]
    public async Task A_helper_that_dies_is_started_again_for_the_next_text()
    {
        await using var outlines = Outlines(Begin + "  if (text === 'die') { console.error('Error: it hurts'); process.exit(3); }\n" + Empty + "}");

        var first = await ReadAsync(outlines, "one");
        var died = await ReadAsync(outlines, "die");
        var second = await ReadAsync(outlines, "two");

        Assert.Equal("Its declarations could not be read (the helper ended: Error: it hurts), so the file is shown by its first and last lines.", died);
        Assert.StartsWith("two/", second, StringComparison.Ordinal);
        Assert.NotEqual(first.Split('/')[1], second.Split('/')[1]);
    }

    [Fact]
    public async Task A_helper_that_always_dies_is_given_up()
    {
        await using var outlines = Outlines("process.exit(1);");

        await ReadAsync(outlines, "one");
        await ReadAsync(outlines, "two");
        await ReadAsync(outlines, "three");

        Assert.StartsWith("The helper that reads this language has ended 3 times (It said nothing)", await ReadAsync(outlines, "four"), StringComparison.Ordinal);
        Assert.Null(outlines.HelperProcess);
    }

    [Fact]
    public async Task A_text_that_takes_too_long_is_given_up_and_its_process_is_ended()
    {
        await using var outlines = Outlines(
            Begin + "  if (text === 'hang') { while (true) { } }\n" + Empty + "}", setup => setup with { TextLimit = TimeSpan.FromSeconds(1.5) });
        var process = int.Parse((await ReadAsync(outlines, "first")).Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);

        var answer = await ReadAsync(outlines, "hang");

        Assert.Equal("Its declarations could not be read (it takes longer than 1.5 s), so the file is shown by its first and last lines.", answer);
        Assert.True(IsGone(process));
        Assert.StartsWith("next/", await ReadAsync(outlines, "next"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_does_not_fit_the_text_is_none()
    {
        await using var outlines = Outlines(Begin
            + "  console.log(JSON.stringify({ id, members: [{ name: 'a', container: '', kind: 'function', depth: 0, start: 0, end: 99, signatureStart: 0, signatureEnd: 1, bodies: [], hot: false, canElide: true }] }));\n}");

        Assert.Contains("the answer does not fit the text", await ReadAsync(outlines, "short"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_answer_ends_the_helper()
    {
        await using var outlines = Outlines(Begin + "  console.log('hello');\n}");

        Assert.Contains("It said what is no answer", await ReadAsync(outlines, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_Node_the_answer_says_what_to_install()
    {
        await using var outlines = Outlines("", setup => setup with { NodeOnPath = "conductor-no-such-node", NodePath = "/no/such/editor" });

        Assert.Equal(
            "There is no Node to read this language with, so the file is shown by its first and last lines. Install Node.js 20 or later, or put it on the PATH, and start the engine again.",
            await ReadAsync(outlines, "text"));
    }

    [Fact]
    public async Task Without_the_helper_the_answer_says_so()
    {
        await using var outlines = new NodeOutlines(new OutlineSetup(Path.Combine(_folder.FullPath, "gone.mjs")), TimeProvider.System);

        Assert.StartsWith("The helper that reads this language is not installed", await ReadAsync(outlines, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_keys_nor_what_steers_Node_are_passed_on()
    {
        Environment.SetEnvironmentVariable("OUTLINES_TEST_API_KEY", "planted");
        Environment.SetEnvironmentVariable("VSCODE_OUTLINES_TEST", "planted");
        await using var outlines = Outlines(
            Begin + "  say(id, Object.keys(process.env).filter((name) => /KEY|^VSCODE_|NODE_OPTIONS|ELECTRON/.test(name)).join());\n}");

        Assert.Equal("ELECTRON_RUN_AS_NODE", await ReadAsync(outlines, "text"));
    }

    [Fact]
    public async Task No_process_is_started_for_files_that_no_grammar_reads()
    {
        await using var outlines = Outlines(Begin + Empty + "}");

        foreach (var path in new[] { "a.cs", "a.md", "a.json", "Makefile" })
        {
            Assert.Same(OutlineReading.NotNeeded, await outlines.ReadAsync(path, "text", TestContext.Current.CancellationToken));
        }
        Assert.Null(outlines.HelperProcess);
    }

    [Fact]
    public async Task The_helper_ends_with_its_owner()
    {
        var outlines = Outlines(Begin + Empty + "}");
        var process = int.Parse((await ReadAsync(outlines, "text")).Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);
        Assert.False(IsGone(process));

        await outlines.DisposeAsync();

        Assert.True(IsGone(process));
    }

    [Fact]
    public async Task A_helper_that_is_deaf_ends_with_its_owner_too()
    {
        var outlines = Outlines(Begin + Empty + "  while (true) { }\n}");
        var process = int.Parse((await ReadAsync(outlines, "text")).Split('/')[1], System.Globalization.CultureInfo.InvariantCulture);

        await outlines.DisposeAsync();

        Assert.True(IsGone(process));
    }

    [Fact]
    public async Task Whoever_stops_waiting_does_not_take_the_answer_from_others()
    {
        await using var outlines = Outlines(Begin + Empty + "}");
        using var impatient = new CancellationTokenSource();

        var first = outlines.ReadAsync("a.go", "text", impatient.Token);
        await impatient.CancelAsync();

        Assert.StartsWith("text/", await ReadAsync(outlines, "text"), StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await first;
            impatient.Token.ThrowIfCancellationRequested();
        });
    }

    private static async Task<string> ReadAsync(NodeOutlines outlines, string text) =>
        await outlines.ReadAsync("a.go", text, TestContext.Current.CancellationToken) switch
        {
            OutlineReading.Read read => read.Declarations.Members.Single().Name,
            OutlineReading.Missing missing => missing.Why ?? "",
            _ => "",
        };

    private static bool IsGone(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return found.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private NodeOutlines Outlines(string script, Func<OutlineSetup, OutlineSetup>? change = null)
    {
        var path = Path.Combine(_folder.FullPath, "helper.mjs");
        File.WriteAllText(path, script);
        var setup = new OutlineSetup(path) { StartLimit = TimeSpan.FromMinutes(1), TextLimit = TimeSpan.FromMinutes(1) };
        return new NodeOutlines(change is null ? setup : change(setup), TimeProvider.System);
    }
}
