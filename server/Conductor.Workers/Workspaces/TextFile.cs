using System.Globalization;
using System.Text;
using Conductor.Views.Text;

namespace Conductor.Workers.Workspaces;

/// <summary>A text file's content together with how it is stored, so that it can be written back the same way.</summary>
/// <param name="Text">Without a byte order mark; line endings as in the file.</param>
/// <param name="Encoding">UTF-8 or UTF-16, or Latin-1 where the bytes are not UTF-8: it keeps every byte.</param>
/// <param name="HasMark">True when the file begins with a byte order mark.</param>
public sealed record TextFile(string Text, Encoding Encoding, bool HasMark)
{
    /// <summary>Larger files are not read as one text.</summary>
    public const int SizeLimit = 16 * 1024 * 1024;

    private const int BinaryProbe = 8192;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How a new file is stored: UTF-8 without a mark.</summary>
    public static TextFile New(string text) => new(text, StrictUtf8, HasMark: false);

    /// <summary>The line ending that most lines have; a line feed for a file with a single line.</summary>
    public string LineEnding
    {
        get
        {
            var all = Text.Count(character => character == '\n');
            var withReturn = 0;
            for (var at = Text.IndexOf("\r\n", StringComparison.Ordinal); at >= 0; at = Text.IndexOf("\r\n", at + 2, StringComparison.Ordinal))
            {
                withReturn++;
            }
            return withReturn * 2 > all ? "\r\n" : "\n";
        }
    }

    /// <summary>The bytes to store.</summary>
    public byte[] Bytes()
    {
        // A text that has gained a character its old encoding cannot hold becomes UTF-8 rather than losing it.
        var encoding = Encoding is not UnicodeEncoding && Encoding.GetString(Encoding.GetBytes(Text)) != Text ? StrictUtf8 : Encoding;
        byte[] mark = HasMark ? (encoding is UnicodeEncoding ? encoding.GetPreamble() : [0xEF, 0xBB, 0xBF]) : [];
        return [.. mark, .. encoding.GetBytes(Text)];
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Null when it is binary: it has a zero byte near its beginning and no UTF-16 mark.</returns>
    /// <exception cref="IOException">It cannot be read, or is larger than <see cref="SizeLimit"/>.</exception>
    public static TextFile? Read(string fullPath)
    {
        var information = new FileInfo(fullPath);
        if (information.Length > SizeLimit)
        {
            throw new IOException($"the file has {information.Length} bytes, more than the {SizeLimit} that can be read.");
        }
        // A pipe or a device has no length, and opening it could wait for ever.
        return information.Length == 0 ? New("") : Decode(File.ReadAllBytes(fullPath));
    }

    /// <summary>True when the bytes are the beginning of a file that is not text.</summary>
    public static bool IsBinary(ReadOnlySpan<byte> bytes) => !HasUtf16Mark(bytes) && bytes[..Math.Min(bytes.Length, BinaryProbe)].Contains((byte)0);

    /// <summary>What a binary file is, for messages, as "a PNG picture of 1234 bytes".</summary>
    public static string Describe(string fullPath)
    {
        using var file = File.OpenRead(fullPath);
        Span<byte> start = stackalloc byte[32];
        var read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return string.Create(CultureInfo.InvariantCulture, $"{BinaryKind.Of(start[..read]) ?? "a binary file"} of {file.Length} bytes");
    }

    /// <summary>Decodes a file's bytes; null when they are binary.</summary>
    public static TextFile? Decode(byte[] bytes)
    {
        if (IsBinary(bytes))
        {
            return null;
        }
        if (HasUtf16Mark(bytes))
        {
            var utf16 = new UnicodeEncoding(bigEndian: bytes[0] == 0xFE, byteOrderMark: true);
            return new TextFile(utf16.GetString(bytes, 2, bytes.Length - 2), utf16, HasMark: true);
        }
        var hasMark = bytes is [0xEF, 0xBB, 0xBF, ..];
        var start = hasMark ? 3 : 0;
        try
        {
            return new TextFile(StrictUtf8.GetString(bytes, start, bytes.Length - start), StrictUtf8, hasMark);
        }
        catch (DecoderFallbackException)
        {
            return new TextFile(Encoding.Latin1.GetString(bytes), Encoding.Latin1, HasMark: false);
        }
    }

    private static bool HasUtf16Mark(ReadOnlySpan<byte> bytes) => bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..];
}
