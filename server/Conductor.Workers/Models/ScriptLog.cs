using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Conductor.Workers.Models;

/// <summary>Appends one JSON line for each call of a scripted model, on disk before the model answers. Safe for many calls at a time.</summary>
public sealed class ScriptLog(string path)
{
    private readonly Lock _lock = new();

    /// <summary>Writes one line: ticket, attempt, turn, tier.</summary>
    /// <exception cref="ModelCallException">The file cannot be written; the message says what to do.</exception>
    public void Append(CallTags call, int turn)
    {
        ArgumentNullException.ThrowIfNull(call);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"ticket":"{{JsonEncodedText.Encode(call.TicketId)}}","attempt":{{call.Attempt}},"turn":{{turn}},"tier":{{(int)call.Tier}}}{{'\n'}}""");
        try
        {
            lock (_lock)
            {
                using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
                file.Write(Encoding.UTF8.GetBytes(line));
                file.Flush();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelCallException(
                ModelFailureKind.Unknown, $"The script log '{path}' cannot be written: {exception.Message} Name another file.", inner: exception);
        }
    }
}
