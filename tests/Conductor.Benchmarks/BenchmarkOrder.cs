namespace Conductor.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Names">Which benchmarks; none for all.</param>
/// <param name="Problem">What is wrong with the command line and what it takes; null when nothing is.</param>
internal sealed record BenchmarkOrder(IReadOnlyList<string> Names, BenchmarkOptions Options, string? Problem = null)
{
    /// <summary>Reads the arguments.</summary>
    /// <param name="known">The names there are.</param>
    public static BenchmarkOrder Read(string[] arguments, IReadOnlyList<string> known)
    {
        List<string> names = [];
        var options = new BenchmarkOptions(IsQuick: false);
        for (int at = 0; at < arguments.Length; at++)
        {
            switch (arguments[at])
            {
                case "--quick":
                    options = options with { IsQuick = true };
                    break;
                case "--sources" when FolderBehind(arguments, at) is { } folder:
                    options = options with { Sources = folder };
                    at++;
                    break;
                case "--history" when FolderBehind(arguments, at) is { } folder:
                    options = options with { History = folder };
                    at++;
                    break;
                case "--sources" or "--history":
                    return new BenchmarkOrder([], options, $"{arguments[at]} takes a folder that exists.");
                case var name when known.Contains(name):
                    names.Add(name);
                    break;
                case var unknown:
                    return new BenchmarkOrder(
                        [], options, $"There is no benchmark \"{unknown}\". Name any of: {string.Join(", ", known)}; or --quick, --sources FOLDER, --history REPOSITORY.");
            }
        }

        return new BenchmarkOrder(names, options);
    }

    private static string? FolderBehind(string[] arguments, int at) =>
        at + 1 < arguments.Length && Directory.Exists(arguments[at + 1]) ? Path.GetFullPath(arguments[at + 1]) : null;
}
