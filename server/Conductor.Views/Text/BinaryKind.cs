namespace Conductor.Views.Text;

/// <summary>Tells what a binary file is by the bytes that it begins with.</summary>
public static class BinaryKind
{
    private const char Undecodable = '\uFFFD';

    /// <summary>A '?' stands for any byte. Those that are alike at the beginning stand with the longer one first.</summary>
    private static readonly (string Start, string Name)[] Known =
    [
        ("\u0089PNG\r\n", "a PNG picture"),
        ("\u00FF\u00D8\u00FF", "a JPEG picture"),
        ("GIF8", "a GIF picture"),
        ("RIFF????WEBP", "a WebP picture"),
        ("RIFF????WAVE", "a WAVE recording"),
        ("BM????\0\0\0\0", "a bitmap picture"),
        ("\0\0\u0001\0", "an icon"),
        ("II*\0", "a TIFF picture"),
        ("MM\0*", "a TIFF picture"),
        ("%PDF-", "a PDF document"),
        ("PK\u0003\u0004", "a ZIP archive, or a document or package that is one"),
        ("\u001F\u008B", "gzip-compressed data"),
        ("BZh", "bzip2-compressed data"),
        ("\u00FD7zXZ", "xz-compressed data"),
        ("\u0028\u00B5\u002F\u00FD", "Zstandard-compressed data"),
        ("7z\u00BC\u00AF", "a 7-Zip archive"),
        ("\u007FELF", "an ELF program or library"),
        ("MZ", "a Windows program or library"),
        ("\u00CF\u00FA\u00ED\u00FE", "a macOS program or library"),
        ("\u00CA\u00FE\u00BA\u00BE", "a Java class or a macOS program"),
        ("\0asm", "a WebAssembly module"),
        ("SQLite format 3\0", "a SQLite database"),
        ("OggS", "an Ogg recording"),
        ("ID3", "an MP3 recording"),
        ("????ftyp", "a video or picture in an MP4 container"),
        ("wOF2", "a web font"),
        ("wOFF", "a web font"),
        ("OTTO", "a font"),
        ("\0\u0001\0\0\0", "a font"),
    ];

    /// <returns>With its article, as "a PNG picture"; null when the beginning says nothing.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes)
    {
        Span<char> start = stackalloc char[Math.Min(bytes.Length, 24)];
        for (var index = 0; index < start.Length; index++)
        {
            start[index] = (char)bytes[index];
        }

        return Of(start);
    }

    /// <summary>The same for bytes that were decoded as text, where some have become replacement characters.</summary>
    internal static string? Of(ReadOnlySpan<char> text)
    {
        foreach (var (start, name) in Known)
        {
            if (StartsWith(text, start))
            {
                return name;
            }
        }

        return null;
    }

    private static bool StartsWith(ReadOnlySpan<char> text, string start)
    {
        if (text.Length < start.Length)
        {
            return false;
        }

        for (var index = 0; index < start.Length; index++)
        {
            if (start[index] != '?' && start[index] != text[index] && !(start[index] > '\u007F' && text[index] == Undecodable))
            {
                return false;
            }
        }

        return true;
    }
}
