using System.CommandLine;

namespace Conductor.Server.Cli;

/// <summary>A command that runs a track, with the options that all of those share.</summary>
internal class RunningCommand : Command
{
    /// <summary>With the shared options.</summary>
    public RunningCommand(string name, string description)
        : base(name, description)
    {
        Approve.AcceptOnlyFromAmong("ask", "all", "none");
        foreach (Option option in (Option[])[Workspace, Model, Approve, Context, JsonLines, ScriptLog])
        {
            Options.Add(option);
        }
    }

    private Option<string?> Workspace { get; } = new("--workspace") { HelpName = "DIR", Description = "The folder the track works in. The current folder unless named." };

    private Option<string?> Model { get; } = new("--model") { HelpName = "ID", Description = "Model for tickets that name none, for example gemini:gemini-2.5-flash-lite, anthropic:claude-sonnet-4-5, openai:gpt-5-mini, ollama:qwen3:8b, demo, or script:FILE. conductor models lists those there are." };

    private Option<string> Approve { get; } = new("--approve")
    {
        HelpName = "ask|all|none",
        DefaultValueFactory = _ => "ask",
        Description = "ask: decide each gate at this terminal. all: approve every gate, but never the protected paths. none: reject whatever would be asked.",
    };

    private Option<string?> Context { get; } = new("--context") { HelpName = "FILE", Description = "A document that every worker gets, in place of the track file's own." };

    private Option<bool> JsonLines { get; } = new("--jsonl") { Description = "Print one JSON event per line and nothing else." };

    private Option<string?> ScriptLog { get; } = new("--script-log") { HelpName = "FILE", Description = "Where script: models log their calls, one JSON line each." };

    /// <summary>The shared options as given.</summary>
    protected Runs.RunRequest Read(ParseResult parsed, Terminal terminal) => new(
        Path.GetFullPath(parsed.GetValue(Workspace) ?? ".", terminal.CurrentFolder),
        parsed.GetValue(Model),
        Enum.Parse<Runs.ApproveMode>(parsed.GetValue(Approve) ?? "ask", ignoreCase: true),
        parsed.GetValue(Context),
        parsed.GetValue(JsonLines),
        parsed.GetValue(ScriptLog) is { Length: > 0 } log ? Path.GetFullPath(log, terminal.CurrentFolder) : null);
}
