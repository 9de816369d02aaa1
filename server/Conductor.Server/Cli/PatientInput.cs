using Spectre.Console;

namespace Conductor.Server.Cli;

/// <summary>
/// Reads keys. The system says nothing when one is typed, so it is looked for: often while a person types, seldom while they think, since each
/// look takes processor time. For one reader at a time.
/// </summary>
internal sealed class PatientInput(IAnsiConsoleInput inner, TimeProvider time) : IAnsiConsoleInput
{
    /// <summary>Between two looks while a person types; a pasted text is there at once.</summary>
    public static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(10);

    /// <summary>Between two looks otherwise: so late the first key may show.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    /// <summary>After the last key, a person types for as long.</summary>
    public static readonly TimeSpan Typing = TimeSpan.FromSeconds(1);

    private long? _lastKey;

    /// <inheritdoc/>
    public bool IsKeyAvailable() => inner.IsKeyAvailable();

    /// <inheritdoc/>
    public ConsoleKeyInfo? ReadKey(bool intercept) => inner.ReadKey(intercept);

    /// <inheritdoc/>
    public async Task<ConsoleKeyInfo?> ReadKeyAsync(bool intercept, CancellationToken cancellationToken)
    {
        while (!inner.IsKeyAvailable())
        {
            await Task.Delay(_lastKey is { } last && time.GetElapsedTime(last) < Typing ? Quick : Slow, time, cancellationToken);
        }

        _lastKey = time.GetTimestamp();
        return inner.ReadKey(intercept);
    }
}
