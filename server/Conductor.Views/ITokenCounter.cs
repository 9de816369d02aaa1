namespace Conductor.Views;

/// <summary>Counts the tokens of a text as some model would. Thread-safe.</summary>
public interface ITokenCounter
{
    /// <summary>The number of tokens of <paramref name="text"/>; 0 for an empty text.</summary>
    int Count(string text);
}
