using Conductor.Workers.Models;
using Conductor.Workers.Tools;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>What every part of the loop works with, for one attempt.</summary>
internal sealed record AttemptRun(AttemptStart Start, WorkerEnvironment Environment, ResolvedModel Model, IAttemptPort Port, Conversation Conversation)
{
    /// <summary>The tools as the model sees them: declarations, which nothing downstream can run.</summary>
    public IList<AITool> Declarations { get; } = Declare(Environment);

    /// <summary>How long the conversation is.</summary>
    public ConversationSize Size { get; } = new(
        Environment.Tools.Tokens, () => TextUsage.Count(Conversation.Beginning(), Declare(Environment), [], Environment.Tools.Tokens).InputTokens);

    /// <summary>What this worker has seen of files.</summary>
    public SeenFiles Seen { get; } = new();

    public TimeProvider Time => Environment.Tools.Time;

    public WorkerTool? FindTool(string name) => Environment.Available.FirstOrDefault(tool => tool.Name == name);

    /// <summary>The context of one call: a command's process is recorded before it begins.</summary>
    public ToolContext ContextOf(string callId) => Environment.Tools with
    {
        CommandStarted = (started, cancellationToken) => Port.RecordCommandStartedAsync(callId, started.Pid, started.StartedAt, cancellationToken),
        CommandStillRunning = left => Port.RecordCommandStillRunningAsync(callId, left.Pid),
        ExitCodeFile = Environment.ExitCodeFolder is { } folder
            ? ExitCodeFiles.PathFor(folder, Start.TrackId, Start.TicketId, Start.Attempt, callId)
            : null,
        Seen = Seen,
    };

    private static List<AITool> Declare(WorkerEnvironment environment) =>
        [.. environment.Available.Select(tool => AIFunctionFactory.CreateDeclaration(tool.Name, tool.Description, tool.ArgumentsSchema))];

    /// <summary>Records that the worker is told something, and adds it to the conversation.</summary>
    public async Task TellAsync(string kind, string text, CancellationToken cancellationToken)
    {
        await Port.TellWorkerAsync(kind, text, cancellationToken);
        Conversation.Add(new Core.Tickets.AttemptStep.Told(kind, text));
    }
}
