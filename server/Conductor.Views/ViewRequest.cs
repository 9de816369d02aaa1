namespace Conductor.Views;

/// <summary>What to show of one file.</summary>
/// <param name="Path">Workspace-relative, separated by '/'. It is printed in the view, and its extension chooses the language.</param>
/// <param name="Text">The whole text of the file, as decoded; any string is accepted.</param>
/// <param name="Level">The level wished for; a budget may force a lower one.</param>
/// <param name="BudgetTokens">The most tokens that the view may have; null is no limit, less than 0 is read as 0.</param>
public sealed record ViewRequest(string Path, string Text, ViewLevel Level, int? BudgetTokens = null);
