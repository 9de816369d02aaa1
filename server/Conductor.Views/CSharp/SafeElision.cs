using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.CSharp;

/// <summary>
/// Whether a body may be left out. Where the parser had to guess, or where a directive decides what the compiler sees, the end
/// of a body is not certain: leaving it out could hide declarations, so it stays as it is.
/// </summary>
internal static class SafeElision
{
    /// <param name="body">The body, with the trivia before its first token.</param>
    /// <param name="isBroken">The file has syntax errors somewhere.</param>
    public static bool IsSafe(SyntaxNode body, bool isBroken) =>
        !body.ContainsDiagnostics
        && !(body.ContainsDirectives && HasCriticalDirective(body))
        && !(isBroken && MayHideMembers(body));

    public static bool IsSafe(SyntaxToken end) =>
        !end.IsMissing && !end.ContainsDiagnostics && !end.ContainsDirectives;

    /// <summary>Warnings and such change nothing about where a body ends; conditions do, and so does half a region.</summary>
    private static bool HasCriticalDirective(SyntaxNode body)
    {
        var openRegions = 0;
        foreach (var trivia in body.DescendantTrivia(static node => node.ContainsDirectives))
        {
            switch (trivia.Kind())
            {
                case SyntaxKind.RegionDirectiveTrivia:
                    openRegions++;
                    break;
                case SyntaxKind.EndRegionDirectiveTrivia when openRegions > 0:
                    openRegions--;
                    break;
                case SyntaxKind.PragmaWarningDirectiveTrivia:
                case SyntaxKind.NullableDirectiveTrivia:
                case SyntaxKind.LineDirectiveTrivia:
                    break;
                default:
                    if (trivia.IsDirective)
                    {
                        return true;
                    }

                    break;
            }
        }

        return openRegions > 0;
    }

    /// <summary>A brace lost above turns the methods that follow into local functions of the one it was lost in.</summary>
    private static bool MayHideMembers(SyntaxNode body) =>
        body.DescendantNodes().Any(static node => node is LocalFunctionStatementSyntax);
}
