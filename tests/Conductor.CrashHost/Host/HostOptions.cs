using System.Globalization;

namespace Conductor.CrashHost.Host;

/// <summary>What one process of the campaign does.</summary>
/// <param name="Folder">The run's folder; see <see cref="RunFolder"/>.</param>
/// <param name="Scenario">The track.</param>
/// <param name="KillAt">The label of the point it dies at; null for none.</param>
/// <param name="KillNumber">The count of the point it dies at, from 1; null for none.</param>
/// <param name="ListsPoints">Writes the label of each point it passes.</param>
/// <param name="AnswersFirst">After an interruption open gates are answered before the run is resumed.</param>
internal sealed record HostOptions(string Folder, Scenario Scenario, string? KillAt = null, int? KillNumber = null, bool ListsPoints = false, bool AnswersFirst = false)
{
    /// <summary>The arguments that <see cref="Parse"/> reads.</summary>
    public IEnumerable<string> Arguments =>
        ["host", Folder, Scenario.Name, KillAt ?? "", KillNumber?.ToString(CultureInfo.InvariantCulture) ?? "", ListsPoints.ToString(), AnswersFirst.ToString()];

    /// <summary>Reads the arguments of a process of the campaign.</summary>
    public static HostOptions Parse(string[] arguments) => arguments is [_, var folder, var scenario, var label, var number, var lists, var answers]
        ? new HostOptions(
            folder,
            Scenario.Named(scenario),
            label.Length > 0 ? label : null,
            number.Length > 0 ? int.Parse(number, CultureInfo.InvariantCulture) : null,
            bool.Parse(lists),
            bool.Parse(answers))
        : throw new ArgumentException("The arguments are: host FOLDER TRACK LABEL NUMBER LISTS ANSWERS.");
}
