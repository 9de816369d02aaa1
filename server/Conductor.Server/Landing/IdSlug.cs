using System.Security.Cryptography;
using System.Text;

namespace Conductor.Server.Landing;

/// <summary>
/// Ids as names that git takes in a branch and every system as a folder: lower-case letters, digits and single dashes. Two ids never share
/// one, whatever their case: a slug is the id itself, or ends in a hash of it, and an id that looks like the latter gets a hash too.
/// </summary>
internal static class IdSlug
{
    /// <summary>Characters of the longest.</summary>
    public const int MostCharacters = 40;

    private const int HashCharacters = 10;

    // What Windows keeps for devices. A branch is a file there.
    private static readonly HashSet<string> Devices =
    [
        "con", "prn", "aux", "nul", "conin", "conout", "clock",
        .. Enumerable.Range(0, 10).Select(number => $"com{number}"), .. Enumerable.Range(0, 10).Select(number => $"lpt{number}"),
    ];

    /// <summary>The slug of an id.</summary>
    public static string Of(string id) => Of(id, id);

    /// <summary>The slug of an id, with another text than the id before the hash where it needs one.</summary>
    /// <param name="words">What says most about the id; need not be unique.</param>
    public static string Of(string id, string words)
    {
        if (id.Length is > 0 and <= MostCharacters && id == Plain(id) && !Devices.Contains(id) && !LooksHashed(id))
        {
            return id;
        }

        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)))[..HashCharacters];
        string plain = Plain(words);
        string stem = plain[..Math.Min(plain.Length, MostCharacters - HashCharacters - 1)].TrimEnd('-');
        return stem.Length == 0 ? $"id-{hash}" : $"{stem}-{hash}";
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (char.IsAsciiLetterOrDigit(character))
            {
                plain.Append(char.ToLowerInvariant(character));
            }
            else if (plain.Length > 0 && plain[^1] != '-')
            {
                plain.Append('-');
            }
        }

        return plain.ToString().TrimEnd('-');
    }

    private static bool LooksHashed(string id) =>
        id.Length > HashCharacters && id[^(HashCharacters + 1)] == '-' && id[^HashCharacters..].All(char.IsAsciiHexDigitLower);
}
