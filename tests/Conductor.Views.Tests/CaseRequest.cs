using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Conductor.Views.CSharp;
using Conductor.Views.Members;
using Conductor.Views.Reach;

namespace Conductor.Views.Tests;

/// <summary>The request.json of a case. What is left out of it is as in a request that says nothing of it.</summary>
/// <param name="SmallFiles">A small file is shown whole, as outside of tests; else it is elided like a large one.</param>
/// <param name="Seen">A file of the case's folder: the text as it was at an earlier look.</param>
/// <param name="Expand">A member or lines, whose exact text is asked for in place of a view.</param>
/// <param name="Hash">The first digits of the hash that what is asked for had when it was seen.</param>
/// <param name="Others">A folder of the case: other files of the program. What the view's code uses of them stands behind the view, and who uses it.</param>
internal sealed record CaseRequest(
    ViewLevel Level,
    string? Path = null,
    int? Budget = null,
    string? Wishes = null,
    string[]? Members = null,
    string[]? Constants = null,
    Dictionary<string, string[]>? OtherParts = null,
    bool SmallFiles = false,
    string? Seen = null,
    string? Expand = null,
    string? Hash = null,
    string? Others = null)
{
    private const int NeighbourTokens = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private string PathOrUsual => Path ?? "src/input.cs";

    public static CaseRequest Read(string folder) =>
        JsonSerializer.Deserialize<CaseRequest>(File.ReadAllText(System.IO.Path.Combine(folder, "request.json")), Json)
        ?? throw new InvalidOperationException($"request.json of {folder} is null; it must be an object.");

    /// <summary>What is shown for the request, with a note behind it where there is one.</summary>
    public string Show(string folder, string input)
    {
        var seen = Seen is null ? null : Snapshot(File.ReadAllText(System.IO.Path.Combine(folder, Seen)));
        if (Expand is not null)
        {
            return MemberLookup.Find(PathOrUsual, input, CSharpOutline.Read(PathOrUsual, input, []), Expand, Hash, seen) switch
            {
                LookupResult.Found found => $"[{found.Name}, lines {found.FirstLine}-{found.LastLine}, @{found.Hash[..MemberSnapshot.ShownDigits]}]\n{found.Text}",
                LookupResult.Refused refused => $"[{refused.Message}]\n",
                var other => throw new InvalidOperationException($"A lookup gave {other}."),
            };
        }

        var view = ViewBuilder.Build(For(input) with { Seen = seen }, QuarterCounter.Instance, SmallFiles ? ViewLimits.Default : ViewCases.NothingIsSmall);
        var text = Others is null ? view.Text : Around(folder, input, view).Behind(view.Text);
        return view.Note is null ? text : $"{text}{(text.Length == 0 || text.EndsWith('\n') ? string.Empty : "\n")}[{view.Note}]\n";
    }

    private ViewRequest For(string input) => new(PathOrUsual, input, Level, Budget)
    {
        Wishes = Wishes ?? string.Empty,
        Members = [.. Members ?? []],
        Constants = [.. Constants ?? []],
        OtherParts = [.. (OtherParts ?? []).Select(parts => new OtherParts(parts.Key, [.. parts.Value]))],
    };

    private MemberSnapshot Snapshot(string text) => MemberSnapshot.Of(text, CSharpOutline.Read(PathOrUsual, text, []));

    private NeighbourText Around(string folder, string input, FileView view)
    {
        var others = Directory.EnumerateFiles(System.IO.Path.Combine(folder, Others ?? string.Empty), "*.cs")
            .ToDictionary(file => $"src/{System.IO.Path.GetFileName(file)}", file => File.ReadAllText(file, Encoding.UTF8), StringComparer.Ordinal);
        var files = others.Append(KeyValuePair.Create(PathOrUsual, input)).Select(file => CodeFile.TryRead(file.Key, file.Value, [])).OfType<CodeFile>().ToList();
        var neighbours = CodeBase.Empty([], string.Empty).With(files, []).NeighboursOf(PathOrUsual, input, view.Shown, others.GetValueOrDefault, CancellationToken.None);
        return NeighbourText.Of(neighbours, NeighbourTokens, QuarterCounter.Instance);
    }
}
