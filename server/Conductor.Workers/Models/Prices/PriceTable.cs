using System.Collections.Immutable;
using Conductor.Workers.Models.Providers;

namespace Conductor.Workers.Models.Prices;

/// <summary>Windows and prices of models: Conductor's own of a day, and a person's over them. Immutable.</summary>
public sealed class PriceTable
{
    private static readonly Lazy<PriceTable> Embedded = new(ReadEmbedded);

    // The first table that knows something wins.
    private readonly ImmutableArray<Layer> _layers;

    private PriceTable(ImmutableArray<Layer> layers) => _layers = layers;

    /// <summary>A table of rows; of several that are about a model, the one with the longest pattern holds.</summary>
    public PriceTable(DateOnly asOf, IEnumerable<PriceRow> rows)
        : this([new Layer(asOf, [.. rows.OrderByDescending(row => row.Model.Length)])])
    {
    }

    /// <summary>The one that comes with Conductor.</summary>
    public static PriceTable Own => Embedded.Value;

    /// <summary>The day of its figures; of a table over another one, that of the upper one.</summary>
    public DateOnly AsOf => _layers[0].AsOf;

    /// <summary>All rows, those that win first.</summary>
    internal IEnumerable<PriceRow> Rows => _layers.SelectMany(layer => layer.Rows);

    /// <summary>With a table whose rows hold before these; what they leave out is looked for in these.</summary>
    public PriceTable Under(PriceTable over)
    {
        ArgumentNullException.ThrowIfNull(over);
        return new PriceTable([.. over._layers, .. _layers]);
    }

    /// <summary>What is known of a model. A provider that is free costs nothing unless a person's row says otherwise.</summary>
    /// <param name="toldWindow">What the provider itself says of its window; null when it says nothing.</param>
    /// <param name="toldOutput">What the provider itself says of its longest answer; null when it says nothing.</param>
    public ModelFacts FactsOf(IModelProvider provider, string model, int? toldWindow = null, int? toldOutput = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        var known = _layers.Select(layer => (layer.AsOf, Row: layer.Rows.FirstOrDefault(row => row.IsAbout(provider.Account, model)))).ToList();
        var rows = known.Select(layer => layer.Row).OfType<PriceRow>().ToList();
        var (asOf, priced) = known.FirstOrDefault(layer => layer.Row?.Price is not null);
        return new ModelFacts(
            toldWindow ?? rows.Select(row => row.ContextWindow).FirstOrDefault(window => window is not null),
            toldOutput ?? rows.Select(row => row.MaximumOutput).FirstOrDefault(output => output is not null),
            priced?.Price ?? (provider.IsFree ? ModelPrice.Free : null),
            provider.IsLocal)
        {
            IsFree = priced is null && provider.IsFree,
            PricesAsOf = priced is null ? null : asOf,
        };
    }

    private static PriceTable ReadEmbedded()
    {
        using var stream = typeof(PriceTable).Assembly.GetManifestResourceStream("prices.json")
            ?? throw new InvalidOperationException("The table of prices is not in this build. Build Conductor again.");
        using var reader = new StreamReader(stream);
        return PriceReader.Read(reader.ReadToEnd(), out var problems)
            ?? throw new InvalidOperationException($"The table of prices that comes with Conductor cannot be read. {string.Join(' ', problems)}");
    }

    /// <summary>The rows of one table, and the day that they are of.</summary>
    private sealed record Layer(DateOnly AsOf, ImmutableArray<PriceRow> Rows);
}
