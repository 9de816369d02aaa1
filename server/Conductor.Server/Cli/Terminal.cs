using Conductor.Server.Hosting;
using Spectre.Console;

namespace Conductor.Server.Cli;

/// <summary>Where a command writes, whom it can ask and how it is interrupted: the process's own terminal, or a test's.</summary>
/// <param name="Output">Results. With <c>--jsonl</c> and <c>--json</c>, JSON and nothing else.</param>
/// <param name="Error">Messages for people. Written to from any thread.</param>
/// <param name="CurrentFolder">Absolute; relative paths start here.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, string CurrentFolder, TimeProvider Time)
{
    /// <summary>The terminal a person sits at; null when nobody can be asked.</summary>
    public IAnsiConsole? Person { get; init; }

    /// <summary>Calls back, from any thread, on each Ctrl+C (or request to end) until disposed.</summary>
    public Func<Action, IDisposable> OnInterrupt { get; init; } = _ => new MemoryStream();

    /// <summary>Ends the process without winding anything down; returns only in tests.</summary>
    public Action<int> EndAtOnce { get; init; } = _ => { };

    /// <summary>Lets the person edit a text (the suffix names its kind, for example <c>.md</c>); null when that was not possible.</summary>
    public Func<string, string, CancellationToken, Task<string?>> EditAsync { get; init; } = (_, _, _) => Task.FromResult<string?>(null);

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        TextWriter error = StandardStreams.Error;
        return new Terminal(StandardStreams.Output, error, Directory.GetCurrentDirectory(), TimeProvider.System)
        {
            Person = StandardStreams.IsInteractive ? PatientConsole.OfProcess() : null,
            OnInterrupt = StandardStreams.OnInterrupt,
            EndAtOnce = Environment.Exit,
            EditAsync = (text, suffix, cancellationToken) => TextEditor.EditAsync(text, suffix, error, cancellationToken),
        };
    }
}
