using Conductor.Views;

namespace Conductor.Workers.Tools;

/// <summary>How much of a file a read shows.</summary>
/// <param name="Words">In few words, for a person.</param>
/// <param name="Level">Null where a piece of the text is asked for.</param>
/// <param name="Piece">That piece; null where a level is asked for, or where it is not known yet.</param>
public sealed record ReadExtent(string Words, ViewLevel? Level, string? Piece = null);
