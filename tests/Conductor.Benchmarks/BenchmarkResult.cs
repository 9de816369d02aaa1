namespace Conductor.Benchmarks;

/// <summary>How the benchmarks are run.</summary>
/// <param name="IsQuick">Fewer repetitions: for trying out, not for figures to quote.</param>
/// <param name="Sources">A folder whose C# is viewed in place of this repository's; null for this repository's.</param>
/// <param name="History">A git repository whose history is replayed in place of this one's; null for this one's.</param>
internal sealed record BenchmarkOptions(bool IsQuick, string? Sources = null, string? History = null)
{
    /// <summary>A number of repetitions by kind of run.</summary>
    public int Repeat(int full, int quick) => IsQuick ? quick : full;
}

/// <summary>What one benchmark found.</summary>
/// <param name="Name">The word it is chosen by.</param>
/// <param name="Method">What was compared with what, in a sentence or two.</param>
internal sealed record BenchmarkResult(string Name, string Method, IReadOnlyList<Figure> Figures)
{
    /// <summary>What could not be measured and why, sentences for the reader.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One measured number.</summary>
/// <param name="Unit">x for a ratio, else a unit such as ms.</param>
/// <param name="Target">What it should be; null for a number that only explains others.</param>
internal sealed record Figure(string Name, double Value, string Unit, Target? Target = null)
{
    /// <summary>Whether the target was met; null without one.</summary>
    public bool? IsMet => Target?.IsMetBy(Value);
}

/// <summary>A bound on a figure, the bound itself included.</summary>
internal sealed record Target(double Limit, bool IsUpper)
{
    /// <summary>No more than this.</summary>
    public static Target AtMost(double limit) => new(limit, IsUpper: true);

    /// <summary>No less than this.</summary>
    public static Target AtLeast(double limit) => new(limit, IsUpper: false);

    /// <summary>Whether the figure is within the bound.</summary>
    public bool IsMetBy(double value) => IsUpper ? value <= Limit : value >= Limit;
}
