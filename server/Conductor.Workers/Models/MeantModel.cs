using System.Text.RegularExpressions;
using Conductor.Workers.Models.Prices;
using Conductor.Workers.Models.Providers;

namespace Conductor.Workers.Models;

/// <summary>The model that was probably meant by an id that names none.</summary>
internal static partial class MeantModel
{
    private const string Ollama = "ollama";

    /// <summary>One with a provider that is there; null when nothing is near.</summary>
    public static ModelId? Of(ModelId asked, ProviderTable table)
    {
        if (ProviderWords.Nearest(asked.Provider, table.All.Select(provider => provider.Name).Concat(["demo", "script"])) is { } near)
        {
            return near == asked.Provider ? null : new ModelId(near, asked.Name);
        }
        var meant = asked.Name.Length == 0 ? OfName(asked.Provider) : Tag().IsMatch(asked.Name) ? new ModelId(Ollama, asked.ToString()) : (ModelId?)null;
        return meant is { } model && table.Find(model.Provider) is not null ? meant : null;
    }

    /// <summary>A model's name without who serves it: one that is known, one that is nearly that, or one of a family that is known.</summary>
    private static ModelId? OfName(string name)
    {
        List<PriceRow> rows = [.. PriceTable.Own.Rows];
        var written = rows.Find(row => row.IsAbout(row.Provider, name)) ?? rows.Find(row => Family(row.Model) is { } family && name.StartsWith(family, StringComparison.Ordinal));
        var near = rows.Exists(row => row.IsAbout(row.Provider, name)) ? null : ProviderWords.Nearest(name, rows.Select(row => row.Model.TrimEnd('*')));
        return near is not null && rows.Find(row => row.Model.TrimEnd('*') == near) is { } known ? new ModelId(known.Provider, near)
            : written is not null ? new ModelId(written.Provider, name)
            : null;
    }

    /// <summary>As <c>gemini-</c>; null of a name of one part.</summary>
    private static string? Family(string model) => model.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 ? model[..(dash + 1)] : null;

    /// <summary>What only Ollama writes after a model's name, as in <c>qwen3:8b</c>.</summary>
    [GeneratedRegex(@"^(latest$|\d+(\.\d+)?[bm](-|$))")]
    private static partial Regex Tag();
}
