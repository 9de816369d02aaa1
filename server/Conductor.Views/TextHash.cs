using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Conductor.Views;

/// <summary>The hash that names a version of a text.</summary>
internal static class TextHash
{
    /// <summary>SHA-256 of the text's UTF-8 bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, buffer);
            return Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
