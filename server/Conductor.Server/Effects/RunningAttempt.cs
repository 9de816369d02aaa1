namespace Conductor.Server.Effects;

/// <summary>A worker at work, as its host knows it: where it speaks, and how it is stopped. Thread-safe.</summary>
/// <param name="closing">Stops it too.</param>
internal sealed class RunningAttempt(OutputStream output, CancellationToken closing) : StoppableWork(closing)
{
    /// <summary>What it says and does.</summary>
    public OutputStream Output => output;
}
