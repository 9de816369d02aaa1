namespace Conductor.Workers.Models.Prices;

/// <summary>A person's file of prices over Conductor's own table. Read again when it has changed. Safe to use from many threads.</summary>
public sealed class PriceFile
{
    private const string HowToName = $"in the setting conductor.models.priceFile (in a terminal: {ModelSources.PriceVariable})";

    private readonly Func<string?> _named;

    // Replaced whole.
    private volatile Reading? _reading;

    /// <summary>One that stays where it is.</summary>
    /// <param name="path">Absolute; null for none.</param>
    public PriceFile(string? path)
        : this(() => path)
    {
    }

    private PriceFile(Func<string?> named) => _named = named;

    /// <summary>One that a person may name anew at any time.</summary>
    /// <param name="named">Where it is now: absolute, or null for none.</param>
    public static PriceFile At(Func<string?> named) => new(named);

    /// <summary>The prices that hold now.</summary>
    /// <param name="problem">Everything that is wrong with the file, and what to do; null when nothing is.</param>
    /// <returns>Null when the file cannot be used: to go on with other prices than a person set would spend more than they allowed.</returns>
    public PriceTable? Table(out string? problem)
    {
        if (_named() is not { } path)
        {
            problem = null;
            return PriceTable.Own;
        }
        try
        {
            var changed = File.GetLastWriteTimeUtc(path);
            if (_reading is not { } reading || reading.Path != path || reading.Changed != changed)
            {
                _reading = reading = Read(File.ReadAllText(path), path, changed);
            }
            problem = reading.Problem;
            return reading.Table;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"The price file '{path}' cannot be read: {exception.Message} Name another file, or none, {HowToName}.";
            return null;
        }
    }

    private static Reading Read(string text, string path, DateTime changed)
    {
        var table = PriceReader.Read(text, out var problems);
        return table is not null
            ? new Reading(path, changed, PriceTable.Own.Under(table), Problem: null)
            : new Reading(path, changed, Table: null, $"The price file '{path}' cannot be used. {string.Join(' ', problems)} Correct it, or name none {HowToName}.");
    }

    private sealed record Reading(string Path, DateTime Changed, PriceTable? Table, string? Problem);
}
