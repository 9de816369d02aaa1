namespace Conductor.Workers.Tools;

/// <summary>Counts the tokens of a text as a model would, near enough to budget with.</summary>
public interface ITokenCounter
{
    /// <summary>The number of tokens; 0 for the empty text.</summary>
    int Count(string text);
}
