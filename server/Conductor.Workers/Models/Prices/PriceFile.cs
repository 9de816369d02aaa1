namespace Conductor.Workers.Models.Prices;

/// <summary>A person's file of prices over Conductor's own table. Read again when it has changed. Safe to use from many threads.</summary>
/// <param name="path">Absolute; null for none.</param>
public sealed class PriceFile(string? path)
{
    // Replaced whole.
    private volatile Reading? _reading;

    /// <summary>The prices that hold now.</summary>
    /// <param name="problem">Everything that is wrong with the file, and what to do; null when nothing is.</param>
    /// <returns>Null when the file cannot be used: to go on with other prices than a person set would spend more than they allowed.</returns>
    public PriceTable? Table(out string? problem)
    {
        if (path is null)
        {
            problem = null;
            return PriceTable.Own;
        }
        try
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (_reading is not { } reading || reading.Changed != changed)
            {
                _reading = reading = Read(File.ReadAllText(path), changed);
            }
            problem = reading.Problem;
            return reading.Table;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"The price file '{path}' cannot be read: {exception.Message} Name another file, or none ({ModelSources.PriceVariable}).";
            return null;
        }
    }

    private Reading Read(string text, DateTime changed)
    {
        var table = PriceReader.Read(text, out var problems);
        return table is not null
            ? new Reading(changed, PriceTable.Own.Under(table), Problem: null)
            : new Reading(changed, Table: null, $"The price file '{path}' cannot be used. {string.Join(' ', problems)} Correct it, or name none ({ModelSources.PriceVariable}).");
    }

    private sealed record Reading(DateTime Changed, PriceTable? Table, string? Problem);
}
