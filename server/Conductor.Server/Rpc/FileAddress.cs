namespace Conductor.Server.Rpc;

/// <summary>Files as clients name them: <c>file:</c> addresses, every character of which may be percent-encoded, a drive's colon too.</summary>
internal static class FileAddress
{
    /// <summary>The path an address names; null when it is not the address of a file.</summary>
    public static string? ToPath(string uri) => ToPath(uri, OperatingSystem.IsWindows());

    /// <summary>As on the one kind of system or the other.</summary>
    internal static string? ToPath(string uri, bool isWindows)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out Uri? address) || !address.IsFile || !uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string path = Uri.UnescapeDataString(address.AbsolutePath);
        string whole = address.Host.Length == 0 || address.IsLoopback ? path : $"//{address.Host}{path}";
        if (!isWindows)
        {
            return whole;
        }

        // Editors write a drive as /c%3A/, which the framework does not take for one.
        bool isDrive = whole is ['/', var letter, ':', ..] && char.IsAsciiLetter(letter);
        return (isDrive ? whole[1..] : whole).Replace('/', '\\');
    }
}
