using System.Text.Json;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;
using WorkspaceFolder = Conductor.Server.Storage.WorkspaceFolder;

namespace Conductor.Server.Tests.Rpc;

/// <summary>A workspace folder of a test's own, with track files and a scripted model; gone when the test ends.</summary>
internal sealed class TestWorkspace : IDisposable
{
    /// <summary>Where <see cref="WriteTrack"/> puts a track unless told otherwise; also that track's id.</summary>
    public const string TrackPath = ".conductor/tracks/main.track.json";

    private static readonly object FinishTurn = Turn(Call("finish", new { verdict = "completed", summary = "Done." }));

    public string Root { get; } = Directory.CreateTempSubdirectory("conductor-wire-").FullName;

    /// <summary>One line per call of the scripted model.</summary>
    public string ScriptLog => At("script-log.jsonl");

    /// <summary>The model id of <see cref="WriteScript"/>.</summary>
    public string Model => $"script:{At("script.json")}";

    public string At(string relative) => Path.Combine(Root, relative);

    public string Read(string relative) => File.ReadAllText(At(relative));

    public string Write(string relative, string text)
    {
        string path = At(relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? Root);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Writes the main track; tickets are anonymous objects with the fields of the file format.</summary>
    public void WriteTrack(params object[] tickets) => Write(TrackPath, JsonSerializer.Serialize(tickets));

    /// <summary>Writes the script: per ticket id (or "*") its turns.</summary>
    public void WriteScript(params (string Ticket, object[] Turns)[] script) =>
        Write("script.json", JsonSerializer.Serialize(script.ToDictionary(entry => entry.Ticket, entry => entry.Turns)));

    /// <summary>A script in which every ticket does these calls, one turn each, and then finishes.</summary>
    public void WriteScriptOfCalls(params object[] calls) => WriteScript(("*", [.. calls.Select(call => Turn(call)), FinishTurn]));

    /// <summary>A turn that waits so long that only a stop ends it.</summary>
    public static object EndlessTurn { get; } = new { text = "never said", delayMs = 600_000 };

    /// <summary>A turn that finishes the ticket.</summary>
    public static object Finish(string summary = "Done.") => Turn(Call("finish", new { verdict = "completed", summary }));

    /// <summary>A turn that blocks the ticket.</summary>
    public static object Block(string reason) => Turn(Call("finish", new { verdict = "blocked", summary = "Not done.", kind = "needsDecision", reason }));

    /// <summary>A turn with these calls.</summary>
    public static object Turn(params object[] calls) => new { text = "Working.", toolCalls = calls, usage = new { inputTokens = 100, outputTokens = 10, cachedInputTokens = 5 } };

    /// <summary>A tool call.</summary>
    public static object Call(string name, object arguments) => new { name, arguments };

    /// <summary>The lines of the script log; empty when no model was called.</summary>
    public string[] ModelCalls() => File.Exists(ScriptLog) ? File.ReadAllLines(ScriptLog) : [];

    /// <summary>The settings a client would send.</summary>
    public ConductorSettings Settings(ApprovalModeName mode = ApprovalModeName.Risky, int maxParallel = 1) => new(mode, MaxParallel: maxParallel, Model: Model);

    /// <summary>Owns the workspace as another process would, until disposed.</summary>
    public IDisposable OwnAsAnother() =>
        new WorkspaceOwnership(new WorkspaceFolder(Root)).TryTake() ?? throw new InvalidOperationException("The workspace is in use.");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
