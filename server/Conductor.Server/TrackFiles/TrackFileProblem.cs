using Conductor.Server.Protocol;

namespace Conductor.Server.TrackFiles;

/// <summary>
/// Something that makes a track file unusable: a file with any problem is refused whole. Warnings have the same form and refuse nothing.
/// </summary>
/// <param name="Code">One of <see cref="TrackFileProblemCodes"/>.</param>
/// <param name="Message">What is wrong and what to do, in words for a person.</param>
/// <param name="Place">Where, on one line; null when it has no place in the file.</param>
public sealed record TrackFileProblem(string Code, string Message, TextRange? Place)
{
    /// <summary>The same for a client.</summary>
    public ProblemInfo ToProblemInfo() => new(Code, Message, Place?.StartLine, Place?.StartColumn, Place?.EndColumn);

    /// <summary>The message with its place as people count, from 1: <c>12:5: …</c>.</summary>
    public override string ToString() => Place is { } place ? $"{place.StartLine + 1}:{place.StartColumn + 1}: {Message}" : Message;
}

/// <summary>The closed list of problem codes.</summary>
public static class TrackFileProblemCodes
{
    /// <summary>The text is not JSON, or gives a field twice.</summary>
    public const string InvalidJson = "invalidJson";

    /// <summary>JSON, but neither a list of tickets nor an object with one.</summary>
    public const string NotATrack = "notATrack";

    /// <summary>A ticket has no id or no description, or an empty one.</summary>
    public const string MissingField = "missingField";

    /// <summary>A known field holds what it cannot hold.</summary>
    public const string WrongType = "wrongType";

    /// <summary>Two tickets, or two track files, have one id.</summary>
    public const string DuplicateId = "duplicateId";

    /// <summary>A dependency names no ticket of the track.</summary>
    public const string UnknownDependency = "unknownDependency";

    /// <summary>Tickets wait for each other in a circle.</summary>
    public const string Cycle = "cycle";

    /// <summary>A ticket names a model that does not exist here. It does not refuse the file; the ticket's gate cannot be approved.</summary>
    public const string UnknownModel = "unknownModel";

    /// <summary>A field that means nothing here: a warning, and in a budget a problem, because it would limit nothing.</summary>
    public const string UnknownField = "unknownField";

    /// <summary>A context file does not exist. A warning of the command line.</summary>
    public const string MissingFile = "missingFile";

    /// <summary>The file cannot be read from disk.</summary>
    public const string Unreadable = "unreadable";
}
