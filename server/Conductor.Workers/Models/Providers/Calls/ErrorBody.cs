using System.Text;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Reads the body of an answer that is an error.</summary>
internal static class ErrorBody
{
    /// <summary>In bytes; what comes after them says nothing more of an error.</summary>
    private const int Most = 64 * 1024;

    /// <summary>From the status on; a body that goes on for longer has no end, or none that anybody waits for.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The text, whatever the body is called; the answer can be read again. Where it breaks off, or does not end in time, what has come until then: the
    /// status says enough.
    /// </summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var buffer = new byte[Most];
        var length = 0;
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            while (length < Most && await stream.ReadAsync(buffer.AsMemory(length), either.Token) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // What has come is all there is.
        }
        response.Content = new ByteArrayContent(buffer, 0, length);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
