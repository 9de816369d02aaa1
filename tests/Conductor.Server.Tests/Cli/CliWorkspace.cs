using System.Diagnostics;
using System.Text.Json;
using Conductor.Server.Cli;
using Spectre.Console;

namespace Conductor.Server.Tests.Cli;

/// <summary>A workspace of its own in a temporary folder, and a command line to use in it.</summary>
internal sealed class CliWorkspace : IDisposable
{
    /// <summary>A tool call that writes a file, and one that ends the ticket well.</summary>
    public const string WritesAndFinishes = """
        { "*": [
            { "text": "I write.", "toolCalls": [{ "name": "write_file", "arguments": { "path": "out.txt", "content": "made" } }],
              "usage": { "inputTokens": 100, "outputTokens": 10, "cachedInputTokens": 40 } },
            { "text": "", "toolCalls": [{ "name": "finish", "arguments": { "verdict": "completed", "summary": "It is written." } }],
              "usage": { "inputTokens": 120, "outputTokens": 5 } } ] }
        """;

    private readonly List<Action> _interrupts = [];

    public CliWorkspace(string track, string script = WritesAndFinishes)
    {
        Root = Directory.CreateTempSubdirectory("conductor-cli-").FullName;
        Write("track.json", track);
        Write("script.json", script);
    }

    public string Root { get; }

    /// <summary>Answers of a person at the terminal; null: there is no terminal.</summary>
    public IAnsiConsole? Person { get; set; }

    /// <summary>What the person's editor makes of a text.</summary>
    public Func<string, string?> Edit { get; set; } = _ => null;

    /// <summary>Presses Ctrl+C once when a line of output has this in it.</summary>
    public string? InterruptAt { get; set; }

    public IReadOnlyList<string> ScriptCalls => File.Exists(PathOf("calls.log")) ? File.ReadAllLines(PathOf("calls.log")) : [];

    public string PathOf(string path) => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path)) ?? Root);
        File.WriteAllText(PathOf(path), text);
    }

    /// <summary>Makes it a repository with one commit, on the branch main.</summary>
    public CliWorkspace Committed()
    {
        Write(".gitignore", "calls.log\n");
        foreach (string[] arguments in (string[][])[["init", "-q", "-b", "main", "."], ["config", "user.name", "Person"], ["config", "user.email", "person@example.test"], ["config", "commit.gpgSign", "false"], ["add", "-A"], ["commit", "-q", "-m", "All"]])
        {
            Git(arguments);
        }

        return this;
    }

    public string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true };
        using Process git = Process.Start(start) ?? throw new InvalidOperationException("git did not start.");
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {output}");
    }

    /// <summary>Runs the track with the script, as <c>conductor run</c> would.</summary>
    public Task<CliResult> RunTrackAsync(params string[] more) =>
        InvokeAsync(["run", "track.json", "--model", "script:script.json", "--script-log", "calls.log", .. more]);

    public Task<CliResult> InvokeAsync(params string[] arguments) => InvokeInAsync(".", arguments);

    /// <summary>The same in another current folder.</summary>
    /// <param name="folder">Relative to the workspace.</param>
    public async Task<CliResult> InvokeInAsync(string folder, params string[] arguments)
    {
        using var output = new WatchedWriter(this);
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error), Path.GetFullPath(folder, Root), TimeProvider.System)
        {
            Person = Person,
            OnInterrupt = interrupted =>
            {
                _interrupts.Add(interrupted);
                return new MemoryStream();
            },
            EditAsync = (text, _, _) => Task.FromResult(Edit(text)),
        };
        int exitCode = await CommandLine.InvokeAsync(arguments, terminal);
        return new CliResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Presses Ctrl+C in the command that is under way.</summary>
    public void Interrupt() => _interrupts[^1]();

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private sealed class WatchedWriter(CliWorkspace workspace) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (workspace.InterruptAt is { } mark && value?.Contains(mark, StringComparison.Ordinal) == true)
            {
                workspace.InterruptAt = null;
                workspace.Interrupt();
            }
        }
    }
}

/// <summary>What a command did.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<JsonElement> Events =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public IReadOnlyList<JsonElement> EventsNamed(string name) => [.. Events.Where(happened => happened.GetProperty("event").GetString() == name)];
}
