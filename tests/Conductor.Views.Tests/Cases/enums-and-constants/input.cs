using System;

/// <summary>How big.</summary>
[Flags]
public enum Sizes : byte
{
    None = 0,

    /// <summary>Fits a letter box.</summary>
    Small = 1 << 0,
    Large = 1 << 1,
    All = Small | Large,
}

public static class Limits
{
    public const int Most = 12, Least = 1;
    internal const string Text = "a { b } c => d;";
    public static readonly string[] Short = ["one", "two"];
    public static readonly string[] Long =
    [
        "one",
        "two",
        "three",
    ];

    private static readonly Dictionary<string, Func<int, int>> Table = new()
    {
        ["double"] = x => x * 2,
        ["square"] = x =>
        {
            return x * x;
        },
    },
    Other = new();

    private static readonly Func<int, int> Twice = x => { return x * 2; };
    private static unsafe delegate*<int, void> _pointer;

    public static string Help { get; } = """
        Usage:
          run   { starts }
          stop  { stops }
        """;
}
