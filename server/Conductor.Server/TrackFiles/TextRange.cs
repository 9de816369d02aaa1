namespace Conductor.Server.TrackFiles;

/// <summary>A stretch of a text; lines and columns from 0, columns in UTF-16 units, the end exclusive. A byte order mark is not counted.</summary>
public readonly record struct TextRange(int StartLine, int StartColumn, int EndLine, int EndColumn);
