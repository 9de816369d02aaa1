using System.Security.Cryptography;
using System.Text;

namespace Conductor.Workers.Loop;

/// <summary>Where a command leaves its exit code, so that a later process can find it.</summary>
public static class ExitCodeFiles
{
    /// <summary>The file of one call. Ids may hold any character, so the name is a hash of them.</summary>
    public static string PathFor(string folder, string trackId, string ticketId, int attempt, string callId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{trackId}\0{ticketId}\0{attempt}\0{callId}"));
        return Path.Combine(folder, $"{Convert.ToHexStringLower(hash)[..32]}.exit");
    }
}
