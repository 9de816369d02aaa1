namespace Conductor.Views.Text;

/// <summary>The views of a file that is no code, or whose code nothing has read: by what its ending says it is.</summary>
internal static class TextViews
{
    public static IEnumerable<ViewDraft> Drafts(ViewSource source, ViewRequest request, ViewLevel wished)
    {
        if (source.IsSmall)
        {
            yield return ViewDraft.Whole(source, wished) with { Tokens = source.Tokens };
            yield break;
        }

        var lines = LineTable.Of(source.Text, source.TextStart);
        yield return OfFormat(source, lines, wished)
            ?? HeadView.Draft(source, lines, wished, request.NoOutline is { } why ? HeadShape.Plain with { Why = why } : HeadShape.Plain);
    }

    /// <returns>Null for a format that is not known, or a text that is not of its format.</returns>
    private static ViewDraft? OfFormat(ViewSource source, LineTable lines, ViewLevel wished) => Ending(source.Path) switch
    {
        ".md" or ".markdown" => MarkdownOutline.Draft(source, lines),
        ".ipynb" => NotebookView.Draft(source) ?? LevelView.Draft(source, "JSON", JsonLevels.Find(source)),
        ".json" or ".jsonc" or ".json5" or ".webmanifest" => LevelView.Draft(source, "JSON", JsonLevels.Find(source)),
        ".yaml" or ".yml" => LevelView.Draft(source, "YAML", LineLevels.Of(source, lines, YamlDepths.Of(lines))),
        ".toml" => LevelView.Draft(source, "TOML", LineLevels.Of(source, lines, TomlDepths.Of(lines))),
        ".ini" or ".cfg" or ".conf" => LevelView.Draft(source, "settings", LineLevels.Of(source, lines, TomlDepths.Of(lines))),
        ".csv" or ".tsv" => HeadView.Draft(source, lines, wished, Counts.OfTable(lines)),
        ".log" => HeadView.Draft(source, lines, wished, Counts.OfLog(lines)),
        _ => null,
    };

    private static string Ending(string path)
    {
        var dot = path.LastIndexOf('.');
        return dot < 0 ? string.Empty : path[dot..].ToLowerInvariant();
    }
}
