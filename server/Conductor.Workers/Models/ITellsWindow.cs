namespace Conductor.Workers.Models;

/// <summary>A client whose provider says how long a conversation it holds; a client that has it gives it as a service. Thread-safe.</summary>
public interface ITellsWindow
{
    /// <summary>Tokens of the window. The first time it is a request, which costs nothing.</summary>
    /// <exception cref="ModelCallException">It was not told.</exception>
    ValueTask<int> WindowAsync(CancellationToken cancellationToken);
}
