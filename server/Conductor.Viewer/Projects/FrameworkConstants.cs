using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Conductor.Viewer.Projects;

/// <summary>The symbols that a build defines for a target framework.</summary>
/// <remarks>As listed under "Preprocessor symbols" in the .NET documentation of target frameworks.</remarks>
internal static partial class FrameworkConstants
{
    private static readonly ImmutableArray<Version> Modern = [new(5, 0), new(6, 0), new(7, 0), new(8, 0), new(9, 0), new(10, 0), new(11, 0), new(12, 0)];
    private static readonly ImmutableArray<Version> Core = [new(1, 0), new(1, 1), new(2, 0), new(2, 1), new(2, 2), new(3, 0), new(3, 1)];
    private static readonly ImmutableArray<Version> Standard = [new(1, 0), new(1, 1), new(1, 2), new(1, 3), new(1, 4), new(1, 5), new(1, 6), new(2, 0), new(2, 1)];

    private static readonly ImmutableArray<string> Framework =
        ["20", "35", "40", "45", "451", "452", "46", "461", "462", "47", "471", "472", "48", "481"];

    /// <summary>Those of a framework as a project names it, for example <c>net10.0-windows</c>; none for one that is not known.</summary>
    public static IEnumerable<string> Of(string targetFramework)
    {
        var match = Moniker().Match(targetFramework.Trim().ToLowerInvariant());
        if (!match.Success)
        {
            return [];
        }
        var number = match.Groups["number"].Value;
        return match.Groups["name"].Value switch
        {
            "netstandard" => Versions("NETSTANDARD", Standard, number),
            "netcoreapp" => ["NETCOREAPP", .. Versions("NETCOREAPP", Core, number)],
            _ when number.Contains('.', StringComparison.Ordinal) =>
                ["NETCOREAPP", .. Core.Select(version => Named("NETCOREAPP", version) + "_OR_GREATER"), .. Versions("NET", Modern, number), .. Platform(match.Groups["platform"].Value)],
            _ => ["NETFRAMEWORK", $"NET{number}", .. Framework.TakeWhile(known => string.CompareOrdinal(known, number) <= 0).Select(known => $"NET{known}_OR_GREATER")],
        };
    }

    private static IEnumerable<string> Versions(string name, ImmutableArray<Version> known, string number) =>
        Version.TryParse(number, out var version)
            ? [name, Named(name, version), .. known.Where(one => one <= version).Select(one => Named(name, one) + "_OR_GREATER")]
            : [name];

    private static string Named(string name, Version version) => string.Create(CultureInfo.InvariantCulture, $"{name}{version.Major}_{version.Minor}");

    private static IEnumerable<string> Platform(string platform) => platform.Length == 0 ? [] : [platform.ToUpperInvariant()];

    [GeneratedRegex(@"^(?<name>net|netstandard|netcoreapp)(?<number>\d+(\.\d+)?)(-(?<platform>[a-z]+))?")]
    private static partial Regex Moniker();
}
