using System.Runtime.CompilerServices;
using Conductor.Views.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.CSharp;

/// <summary>
/// Walks the members of a file, never their bodies: what is left out need not be looked at, which keeps the walk a small part
/// of the parse. For one file, single-threaded.
/// </summary>
internal sealed class BodySpanCollector(string text, HotMarks hotMarks, bool isBroken)
{
    private readonly BodySpanSink _sink = new(text, isBroken);

    public IReadOnlyList<BodySpan> Collect(CompilationUnitSyntax root)
    {
        VisitMembers(root.Members, isHot: false);
        return _sink.Spans;
    }

    private void VisitMembers(SyntaxList<MemberDeclarationSyntax> members, bool isHot)
    {
        // Types nested deeper than the stack holds are left as they are.
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return;
        }

        foreach (var member in members)
        {
            Visit(member, isHot);
        }
    }

    private void Visit(MemberDeclarationSyntax member, bool isHot)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                VisitMembers(space.Members, isHot: false);
                return;
            case GlobalStatementSyntax statement:
                _sink.AddStatement(statement, hotMarks.IsHot(statement));
                return;
            case TypeDeclarationSyntax type:
                VisitType(type, isHot || hotMarks.IsHot(type));
                return;
        }

        _sink.IsHot = isHot || hotMarks.IsHot(member);
        switch (member)
        {
            case BaseMethodDeclarationSyntax method:
                _sink.AddAnonymousBodies((method as ConstructorDeclarationSyntax)?.Initializer);
                _sink.AddBody(method.Body, method.ExpressionBody, method.SemicolonToken);
                break;
            case PropertyDeclarationSyntax property:
                VisitAccessors(property.AccessorList);
                _sink.AddBody(null, property.ExpressionBody, property.SemicolonToken);
                _sink.AddInitializer(property.Initializer);
                break;
            case IndexerDeclarationSyntax indexer:
                VisitAccessors(indexer.AccessorList);
                _sink.AddBody(null, indexer.ExpressionBody, indexer.SemicolonToken);
                break;
            case EventDeclarationSyntax @event:
                VisitAccessors(@event.AccessorList);
                break;
            case BaseFieldDeclarationSyntax field:
                foreach (var variable in field.Declaration.Variables)
                {
                    _sink.AddInitializer(variable.Initializer);
                }

                break;
        }
    }

    private void VisitType(TypeDeclarationSyntax type, bool isHot)
    {
        _sink.IsHot = isHot;
        _sink.AddAnonymousBodies(type.BaseList);
        VisitMembers(type.Members, isHot);
    }

    private void VisitAccessors(AccessorListSyntax? list)
    {
        foreach (var accessor in list?.Accessors ?? default)
        {
            _sink.AddBody(accessor.Body, accessor.ExpressionBody, accessor.SemicolonToken);
        }
    }
}
