using System.Text;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Reads the body of an answer that is an error.</summary>
internal static class ErrorBody
{
    /// <summary>In bytes; what comes after them says nothing more of an error.</summary>
    private const int Most = 64 * 1024;

    /// <summary>The text, whatever the body is called; the answer can be read again. Empty when it breaks off: the status says enough.</summary>
    public static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var buffer = new byte[Most];
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            response.Content = new ByteArrayContent(buffer, 0, length);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            return "";
        }
    }
}
