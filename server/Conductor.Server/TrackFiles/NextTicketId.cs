using System.Globalization;
using System.Text.RegularExpressions;

namespace Conductor.Server.TrackFiles;

/// <summary>The id of a new ticket.</summary>
internal static partial class NextTicketId
{
    private const string First = "T-1";

    /// <summary>One more than the highest <c>PREFIX-n</c> in use, with its prefix and its leading zeros; T-1 when there is none.</summary>
    public static string After(IEnumerable<string> ids)
    {
        string next = First;
        int highest = 0;
        foreach (string id in ids)
        {
            if (Numbered().Match(id) is { Success: true } match
                && int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) is var number
                && number >= highest)
            {
                highest = number;
                string digits = (number + 1).ToString(CultureInfo.InvariantCulture).PadLeft(match.Groups["number"].Length, '0');
                next = match.Groups["prefix"].Value + digits;
            }
        }

        return next;
    }

    // Nine digits fit an int with room for one more.
    [GeneratedRegex(@"^(?<prefix>.+-)(?<number>[0-9]{1,9})$")]
    private static partial Regex Numbered();
}
