using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Graph;
using Conductor.Core.Tickets;

namespace Conductor.Server.TrackFiles;

/// <summary>Reads how a ticket's context files are shown: by path the word of a level, or a list of members.</summary>
/// <param name="owner">What it is of, for messages: <c>Ticket "T-1"</c>.</param>
internal sealed class ContextViewsReader(string owner, ProblemList problems, ProblemList warnings)
{
    /// <summary>The words of the levels, in the order of how much they show.</summary>
    public static ImmutableArray<string> Levels { get; } = [.. Enum.GetNames<ContextLevel>().Select(name => name.ToLowerInvariant())];

    /// <param name="node">The field's value; null when there is none.</param>
    /// <param name="paths">The ticket's context requirements.</param>
    public ImmutableArray<ContextView> Read(JsonSyntax? node, ImmutableArray<string> paths)
    {
        if (node is null or { Kind: JsonTokenType.Null })
        {
            return [];
        }

        if (node.Kind != JsonTokenType.StartObject)
        {
            Note(node, $"{owner}: {TrackFields.ContextViews} is {node.Described}. It must be an object with a level or a list of members for each path.");
            return [];
        }

        List<ContextView> views = [];
        foreach (MemberSyntax member in node.Members ?? [])
        {
            if (!paths.Contains(member.Name))
            {
                warnings.Add(
                    TrackFileProblemCodes.UnknownField,
                    member.NameSpan,
                    $"\"{member.Name}\" is not in {TrackFields.ContextRequirements}, so how it is shown says nothing. Add it there, or take it out here.");
            }

            if (views.Exists(view => view.Path == member.Name))
            {
                problems.Add(TrackFileProblemCodes.InvalidJson, member.NameSpan, $"{owner}: {TrackFields.ContextViews} has \"{member.Name}\" twice. Keep one of them.");
            }
            else if (ReadOne(member.Name, member.Value) is { } view)
            {
                views.Add(view);
            }
        }

        return [.. views];
    }

    private ContextView? ReadOne(string path, JsonSyntax value)
    {
        if (value.Kind == JsonTokenType.Null)
        {
            return null;
        }

        if (value is { Kind: JsonTokenType.StartArray, Items: { } items })
        {
            if (items.TrueForAll(item => item.Kind == JsonTokenType.String && !string.IsNullOrWhiteSpace(item.Text)))
            {
                return items.Count == 0 ? null : new ContextView(path, null, [.. items.Select(item => item.Text).OfType<string>().Distinct()]);
            }

            Note(value, $"{owner}: the members of \"{path}\" must be strings that say something, such as \"Type.Member\".");
            return null;
        }

        int level = value.Kind == JsonTokenType.String ? Levels.IndexOf(value.Text ?? "") : -1;
        if (level >= 0)
        {
            return new ContextView(path, (ContextLevel)level, []);
        }

        string suggestion = value.Text is { } text && new Suggestion(Levels).For(text) is { } near ? $" Did you mean \"{near}\"?" : "";
        Note(value, $"{owner}: \"{path}\" is to be shown as {value.Described}.{suggestion} Use one of {string.Join(", ", Levels)}, or a list of members.");
        return null;
    }

    private void Note(JsonSyntax value, string message) => problems.Add(TrackFileProblemCodes.WrongType, value.Span, message);
}
