using System.Globalization;
using System.Text;

namespace Conductor.Server.Landing;

/// <summary>Reads contents by their git ids, as git has them.</summary>
internal sealed class Blobs(LandingGit git)
{
    /// <summary>Reads them; one that is larger than so many bytes, or comes when so many are read in all, is only measured.</summary>
    /// <returns>By id; one that the repository does not have is left out.</returns>
    public async Task<IReadOnlyDictionary<string, Blob>> ReadAsync(IEnumerable<string> ids, int mostBytes, long mostInAll, CancellationToken cancellationToken)
    {
        string[] wanted = [.. ids.Distinct(StringComparer.Ordinal)];
        var blobs = new Dictionary<string, Blob>(StringComparer.Ordinal);
        if (wanted.Length == 0)
        {
            return blobs;
        }

        string sizes = await git.RunAsync(["cat-file", "--batch-check"], cancellationToken, Lines(wanted));
        foreach (string[] fields in sizes.Split('\n').Select(line => line.Trim().Split(' ')).Where(fields => fields is [_, "blob", _]))
        {
            blobs[fields[0]] = new Blob(long.Parse(fields[2], CultureInfo.InvariantCulture), null);
        }

        long read = 0;
        string[] fitting = [.. wanted.Where(id => blobs.TryGetValue(id, out Blob? blob) && blob.Size <= mostBytes && (read += blob.Size) <= mostInAll)];
        if (fitting.Length > 0)
        {
            Take(await git.BytesAsync(["cat-file", "--batch"], Lines(fitting), cancellationToken), blobs);
        }

        return blobs;
    }

    /// <summary>Each content comes behind a line of its id, kind and size, and is followed by a line end.</summary>
    private static void Take(ReadOnlySpan<byte> answer, Dictionary<string, Blob> blobs)
    {
        while (answer.IndexOf((byte)'\n') is > 0 and var end)
        {
            string[] header = Encoding.ASCII.GetString(answer[..end]).Split(' ');
            if (header is not [var id, "blob", var digits])
            {
                // Gone since it was measured.
                answer = answer[(end + 1)..];
                continue;
            }

            int size = int.Parse(digits, CultureInfo.InvariantCulture);
            blobs[id] = new Blob(size, answer.Slice(end + 1, size).ToArray());
            answer = answer[(end + 1 + size + 1)..];
        }
    }

    private static string Lines(IEnumerable<string> ids) => string.Concat(ids.Select(id => id + "\n"));
}

/// <summary>A content.</summary>
/// <param name="Size">In bytes.</param>
/// <param name="Content">Null when it was too much to read.</param>
internal sealed record Blob(long Size, byte[]? Content);
