using Conductor.Views;

namespace Conductor.Workers.Outlines;

/// <summary>Reads the declarations of texts in languages that the views do not read themselves. Thread-safe.</summary>
public interface ISourceOutlines
{
    /// <summary>Reads one text; the same text is read once. A text that cannot be read is an answer, never an error.</summary>
    /// <param name="path">Its ending chooses the language.</param>
    /// <param name="text">The whole text, as it is given to the view.</param>
    Task<OutlineReading> ReadAsync(string path, string text, CancellationToken cancellationToken);
}

/// <summary>What came of reading a text.</summary>
public abstract record OutlineReading
{
    private OutlineReading()
    {
    }

    /// <summary>Nothing is expected of the text: it is no code, or the views read its language themselves.</summary>
    public static OutlineReading NotNeeded { get; } = new Missing(null);

    /// <summary>What was read; null when nothing was.</summary>
    public SourceOutline? Outline => (this as Read)?.Declarations;

    /// <summary>The request with what was read, or with why nothing was.</summary>
    public ViewRequest For(ViewRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Outline = Outline, NoOutline = (this as Missing)?.Why };
    }

    /// <summary>It was read.</summary>
    public sealed record Read(SourceOutline Declarations) : OutlineReading;

    /// <summary>It was not.</summary>
    /// <param name="Why">A sentence for whoever sees the view, with what to do; null when nothing was expected.</param>
    public sealed record Missing(string? Why) : OutlineReading;
}
