using System.Buffers.Text;
using System.IO.Compression;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Conductor.Views.Tokens;

/// <summary>
/// The o200k_base vocabulary: which sequences of bytes are a token, and which of two pairs is merged first. All of it stands in three arrays of some 5 MB, because the dictionaries
/// of the package that it comes with take ten times the memory and most of the time until the first view. Immutable.
/// </summary>
internal sealed class O200kVocabulary
{
    /// <summary>What <see cref="RankOf"/> gives for bytes that are no token; above every rank.</summary>
    public const int None = int.MaxValue;

    private const string Package = "Microsoft.ML.Tokenizers.Data.O200kBase";
    private const string Resource = "o200k_base.tiktoken.deflate";

    /// <summary>The first line of the resource; behind it each line is a token, in the order of ranks.</summary>
    private const string Capacity = "Capacity: ";

    private const int LongestToken = 512;
    private const ulong Mix = 0x9E3779B97F4A7C15;

    private readonly byte[] _bytes;

    // Where in the bytes a rank's token begins; it ends where the next one begins.
    private readonly int[] _starts;

    // Ranks by the hashes of their tokens, and 1 more, so that 0 is free; a taken place is followed by the next.
    private readonly int[] _places;

    private O200kVocabulary(byte[] bytes, int[] starts)
    {
        _bytes = bytes;
        _starts = starts;
        _places = new int[1 << 19];
        for (var rank = 0; rank < starts.Length - 1; rank++)
        {
            var token = Token(rank);
            if (token.IsEmpty)
            {
                continue;
            }

            var place = Place(token);
            while (_places[place] != 0)
            {
                place = (place + 1) & (_places.Length - 1);
            }

            _places[place] = rank + 1;
        }
    }

    /// <summary>Reads it from the package.</summary>
    /// <exception cref="InvalidOperationException">The package has another form than it had.</exception>
    public static O200kVocabulary Load()
    {
        var lines = Inflated();
        ReadOnlySpan<byte> rest = lines;
        if (!rest.StartsWith("Capacity: "u8))
        {
            throw new InvalidOperationException($"{Resource} of {Package} does not begin with \"{Capacity}\"; this version of the package cannot be read.");
        }

        rest = rest[(rest.IndexOf((byte)'\n') + 1)..];
        var bytes = new byte[lines.Length];
        var starts = new List<int>(200_100);
        var length = 0;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = (end < 0 ? rest : rest[..end]).TrimEnd((byte)'\r');
            rest = end < 0 ? [] : rest[(end + 1)..];
            starts.Add(length);
            if (Base64.DecodeFromUtf8(line, bytes.AsSpan(length), out _, out var written) != System.Buffers.OperationStatus.Done)
            {
                throw new InvalidOperationException($"Line {starts.Count + 1} of {Resource} of {Package} is not base64; this version of the package cannot be read.");
            }

            length += written;
        }

        starts.Add(length);
        return new O200kVocabulary(bytes[..length], [.. starts]);
    }

    /// <summary>How early the bytes are made into one token; <see cref="None"/> when they are none.</summary>
    public int RankOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestToken)
        {
            return None;
        }

        for (var place = Place(bytes); _places[place] != 0; place = (place + 1) & (_places.Length - 1))
        {
            if (Token(_places[place] - 1).SequenceEqual(bytes))
            {
                return _places[place] - 1;
            }
        }

        return None;
    }

    private static byte[] Inflated()
    {
        using var packed = Assembly.Load(Package).GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Package} has no {Resource}; this version of the package cannot be read.");
        using var stream = new DeflateStream(packed, CompressionMode.Decompress);
        using var lines = new MemoryStream(4 * 1024 * 1024);
        stream.CopyTo(lines, 256 * 1024);
        return lines.ToArray();
    }

    private ReadOnlySpan<byte> Token(int rank) => _bytes.AsSpan(_starts[rank], _starts[rank + 1] - _starts[rank]);

    private int Place(ReadOnlySpan<byte> bytes)
    {
        var hash = (ulong)bytes.Length;
        while (bytes.Length >= sizeof(ulong))
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(bytes)) * Mix;
            hash ^= hash >> 32;
            bytes = bytes[sizeof(ulong)..];
        }

        ulong last = 0;
        foreach (var one in bytes)
        {
            last = (last << 8) | one;
        }

        hash = (hash ^ last) * Mix;
        return (int)(hash >> 40) & (_places.Length - 1);
    }
}
