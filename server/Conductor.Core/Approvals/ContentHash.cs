using System.Security.Cryptography;
using System.Text;

namespace Conductor.Core.Approvals;

/// <summary>The hash that ties what was shown to what is decided, sent and run.</summary>
public static class ContentHash
{
    /// <summary>SHA-256, lower-case hex, over the parts' UTF-8 bytes, each preceded by its length so that no two lists collide.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.LongLength));
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
