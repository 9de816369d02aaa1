using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Conductor.Views;

/// <summary>The hash that names a version of a text. It tells versions apart and guards nothing: whoever approves content does so by a cryptographic one, which takes ten times as long to be ready.</summary>
internal static class TextHash
{
    /// <summary>XXH128 of the text's UTF-8 bytes, 32 lower-case hexadecimal digits.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(text, buffer);
            return Convert.ToHexStringLower(XxHash128.Hash(buffer.AsSpan(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
