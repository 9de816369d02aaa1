namespace Conductor.Workers.Outlines;

/// <summary>Reads nothing: views of other languages than C# show first and last lines.</summary>
public sealed class NoOutlines : ISourceOutlines
{
    private NoOutlines()
    {
    }

    /// <summary>The one there is.</summary>
    public static NoOutlines Instance { get; } = new();

    /// <inheritdoc/>
    public Task<OutlineReading> ReadAsync(string path, string text, CancellationToken cancellationToken) => Task.FromResult(OutlineReading.NotNeeded);
}
