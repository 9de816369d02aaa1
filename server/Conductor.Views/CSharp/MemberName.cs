using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Conductor.Views.CSharp;

/// <summary>What a member without members of its own is called, and what it is.</summary>
internal static class MemberName
{
    public static (string Name, SourceMemberKind Kind) Of(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => (method.Identifier.ValueText, SourceMemberKind.Function),
        PropertyDeclarationSyntax property => (property.Identifier.ValueText, SourceMemberKind.Property),
        BaseFieldDeclarationSyntax field => (Of(field.Declaration), SourceMemberKind.Field),
        ConstructorDeclarationSyntax constructor => (constructor.Identifier.ValueText, SourceMemberKind.Constructor),
        DestructorDeclarationSyntax destructor => ("~" + destructor.Identifier.ValueText, SourceMemberKind.Function),
        IndexerDeclarationSyntax => ("this[]", SourceMemberKind.Property),
        EventDeclarationSyntax @event => (@event.Identifier.ValueText, SourceMemberKind.Event),
        OperatorDeclarationSyntax @operator => ("operator " + @operator.OperatorToken.ValueText, SourceMemberKind.Function),
        ConversionOperatorDeclarationSyntax conversion => ("operator " + conversion.Type, SourceMemberKind.Function),
        DelegateDeclarationSyntax @delegate => (@delegate.Identifier.ValueText, SourceMemberKind.Other),
        _ => (string.Empty, SourceMemberKind.Other),
    };

    private static string Of(VariableDeclarationSyntax declaration) => declaration.Variables.Count == 1
        ? declaration.Variables[0].Identifier.ValueText
        : string.Join(", ", declaration.Variables.Select(variable => variable.Identifier.ValueText));
}
