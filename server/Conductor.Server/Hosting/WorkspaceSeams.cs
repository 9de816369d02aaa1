using Conductor.Server.Storage;
using Conductor.Views;
using Conductor.Workers.Models.Providers;
using Conductor.Workers.Tools;
using Microsoft.Extensions.AI;

namespace Conductor.Server.Hosting;

/// <summary>
/// Where something may stand between the engine and what cannot be taken back: each function gets the real thing and gives what is used
/// in its place. Called once per thing; what it gives must be as thread-safe as what it got.
/// </summary>
internal sealed record WorkspaceSeams
{
    /// <summary>Nothing in between.</summary>
    public static WorkspaceSeams None { get; } = new();

    /// <summary>Opens the journal's file for writing, by its path.</summary>
    public Func<string, JournalFile> OpenJournal { get; init; } = path => JournalFile.OpenForWriting(path);

    /// <summary>Around every append of a track's events.</summary>
    public Func<IJournal, IJournal> Journal { get; init; } = journal => journal;

    /// <summary>Around every call of a model.</summary>
    public Func<IChatClient, IChatClient> Model { get; init; } = client => client;

    /// <summary>Around every call of a tool.</summary>
    public Func<WorkerTool, WorkerTool> Tool { get; init; } = tool => tool;

    /// <summary>Who serves models and how they are reached, by the clock given.</summary>
    public Func<TimeProvider, ProviderSettings> Providers { get; init; } = time => ProviderSettings.OfProcess(ProviderTable.Standard, time);

    /// <summary>Counts tokens. Not in between anything, but the vocabulary takes longer to load than a small track to run.</summary>
    public ITokenCounter Tokens { get; init; } = O200kTokenCounter.Shared;
}
