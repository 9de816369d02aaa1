namespace Conductor.Views;

/// <summary>Counts the tokens of a text as some model would. Thread-safe.</summary>
public interface ITokenCounter
{
    /// <summary>The number of tokens of <paramref name="text"/>; 0 for an empty text.</summary>
    int Count(string text);

    /// <summary>The number of tokens of a piece of a text, as if it were a text by itself.</summary>
    int Count(ReadOnlySpan<char> text) => Count(text.ToString());
}
