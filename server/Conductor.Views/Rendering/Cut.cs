namespace Conductor.Views.Rendering;

/// <summary>A stretch of the text that a view leaves out.</summary>
/// <param name="HasMark">Whether a mark stands for it; documentation is cut without one.</param>
internal readonly record struct Cut(int Start, int End, bool HasMark);
