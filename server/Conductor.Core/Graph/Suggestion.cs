namespace Conductor.Core.Graph;

/// <summary>"Did you mean": the known word nearest to a mistyped one.</summary>
public sealed class Suggestion(IEnumerable<string> known)
{
    /// <summary>Bounds the work on a file of 100,000 tickets where every edge is wrong.</summary>
    private const int MostComparisons = 2_000_000;

    private readonly string[] _known = [.. known];
    private int _comparisons;

    /// <summary>The nearest known word within a third of the length (at least 1, case apart), or null. First in order wins a tie.</summary>
    public string? For(string word)
    {
        string? best = null;
        int bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in _known)
        {
            if (Math.Abs(candidate.Length - word.Length) >= bestDistance || ++_comparisons > MostComparisons)
            {
                continue;
            }

            int distance = Distance(word, candidate, bestDistance);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>Levenshtein's edit distance, letter case ignored; gives up at the limit.</summary>
    private static int Distance(string left, string right, int limit)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (int column = 0; column <= right.Length; column++)
        {
            previous[column] = column;
        }

        for (int row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            int smallest = row;
            for (int column = 1; column <= right.Length; column++)
            {
                int change = char.ToUpperInvariant(left[row - 1]) == char.ToUpperInvariant(right[column - 1]) ? 0 : 1;
                current[column] = Math.Min(Math.Min(current[column - 1] + 1, previous[column] + 1), previous[column - 1] + change);
                smallest = Math.Min(smallest, current[column]);
            }

            if (smallest >= limit)
            {
                return limit;
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
