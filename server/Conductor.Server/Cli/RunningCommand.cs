using System.CommandLine;
using Conductor.Core.Landing;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli;

/// <summary>A command that runs a track, with the options that all of those share.</summary>
internal class RunningCommand : Command
{
    private static readonly string[] ThinkingWords = [.. Enum.GetNames<ThinkingName>().Select(name => name.ToLowerInvariant())];

    /// <summary>With the shared options.</summary>
    public RunningCommand(string name, string description)
        : base(name, description)
    {
        Approve.AcceptOnlyFromAmong("ask", "all", "none");
        Thinking.AcceptOnlyFromAmong(ThinkingWords);
        Isolate.AcceptOnlyFromAmong("worktree", "folder");
        Land.AcceptOnlyFromAmong("ask", "auto");
        foreach (Option option in (Option[])[Workspace, Model, Qa, Thinking, Approve, Isolate, Land, Context, JsonLines, ScriptLog])
        {
            Options.Add(option);
        }
    }

    private Option<string?> Workspace { get; } = new("--workspace") { HelpName = "DIR", Description = "The folder the track works in. The current folder unless named." };

    private Option<string?> Model { get; } = new("--model") { HelpName = "ID", Description = "Model for tickets that name none, for example gemini:gemini-2.5-flash-lite, anthropic:claude-sonnet-4-5, openai:gpt-5-mini, ollama:qwen3:8b, demo, or script:FILE. conductor models lists those there are." };

    private Option<string?> Qa { get; } = new("--qa") { HelpName = "ID", Description = "Model of tier 4, which explains failed commands to workers; off for none. The worker's own unless named." };

    private Option<string> Thinking { get; } = new("--thinking")
    {
        HelpName = string.Join('|', ThinkingWords),
        DefaultValueFactory = _ => ThinkingWords[0],
        Description = "How much models think before they answer.",
    };

    private Option<string> Approve { get; } = new("--approve")
    {
        HelpName = "ask|all|none",
        DefaultValueFactory = _ => "ask",
        Description = "ask: decide each gate at this terminal. all: approve every gate, but never the protected paths. none: reject whatever would be asked. Whether work lands is not theirs to say: see --land.",
    };

    private Option<string?> Isolate { get; } = new("--isolation")
    {
        HelpName = "worktree|folder",
        Description = "Where tickets work: each in a git working tree of its own (worktree), or all in the workspace's folder. Unless given, in working trees wherever there is a git repository.",
    };

    private Option<string?> Land { get; } = new("--land")
    {
        HelpName = "ask|auto",
        Description = "When the work of a ticket in a working tree lands on the track's integration branch: when a person says so (ask, unless given), whoever answers other gates; or by itself once it is proven (auto).",
    };

    private Option<string?> Context { get; } = new("--context") { HelpName = "FILE", Description = "A document that every worker gets, in place of the track file's own." };

    private Option<bool> JsonLines { get; } = new("--jsonl") { Description = "Print one JSON event per line and nothing else." };

    private Option<string?> ScriptLog { get; } = new("--script-log") { HelpName = "FILE", Description = "Where script: models log their calls, one JSON line each." };

    /// <summary>Somebody said who answers gates.</summary>
    protected bool IsApproveGiven(ParseResult parsed) => parsed.GetResult(Approve) is { Implicit: false };

    /// <summary>The shared options as given.</summary>
    protected Runs.RunRequest Read(ParseResult parsed, Terminal terminal) => new(
        Path.GetFullPath(parsed.GetValue(Workspace) ?? ".", terminal.CurrentFolder),
        parsed.GetValue(Model),
        Enum.Parse<Runs.ApproveMode>(parsed.GetValue(Approve) ?? "ask", ignoreCase: true),
        parsed.GetValue(Context),
        parsed.GetValue(JsonLines),
        parsed.GetValue(ScriptLog) is { Length: > 0 } log ? Path.GetFullPath(log, terminal.CurrentFolder) : null)
    {
        QaModel = parsed.GetValue(Qa)?.Trim() ?? "",
        Place = new PlaceWish(
            parsed.GetValue(Isolate) is { } isolation ? Enum.Parse<Isolation>(isolation, ignoreCase: true) : null,
            parsed.GetValue(Land) is { } landing ? Enum.Parse<LandingPolicy>(landing, ignoreCase: true) : null),
        Thinking = parsed.GetResult(Thinking) is { Implicit: false } && Enum.TryParse(parsed.GetValue(Thinking), ignoreCase: true, out ThinkingName thinking) ? thinking : null,
    };
}
