using System.Collections.Immutable;
using System.Text.Json;
using Conductor.Core.Landing;
using Conductor.Workers.Workspaces;

namespace Conductor.Server.TrackFiles;

/// <summary>Reads what a working tree needs before a worker starts in it: <c>{ "copy": [ … ], "setup": "…" }</c>, each optional.</summary>
internal sealed class WorktreeReader(JsonSyntax node, ProblemList problems, ProblemList warnings)
{
    private const string Copy = "copy";
    private const string Setup = "setup";
    private const string Owner = "The track's worktree";

    private static readonly ImmutableArray<string> Known = [Copy, Setup];

    /// <summary>What it says; null when that is nothing.</summary>
    public TreeSetup? Read()
    {
        if (node.Kind != JsonTokenType.StartObject)
        {
            problems.Add(TrackFileProblemCodes.WrongType, node.Span, $"The track: {TrackFields.Worktree} is {node.Described}. It must be an object with one or more of {string.Join(", ", Known)}.");
            return null;
        }

        var fields = new FieldReader(node, Owner, problems);
        fields.RefuseRepeatedFields();
        fields.WarnOfUnknownFields(Known, warnings);
        ImmutableArray<string> copy = fields.TextList(Copy);
        foreach (JsonSyntax item in node.Member(Copy)?.Value.Items ?? [])
        {
            if (item.Text is { } glob && Globs.Problem(glob) is { } wrong)
            {
                problems.Add(TrackFileProblemCodes.WrongType, item.Span, $"{Owner}: {wrong}.");
            }
        }

        string? command = fields.OptionalText(Setup) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        return copy.IsEmpty && command is null ? null : new TreeSetup(copy, command);
    }
}
