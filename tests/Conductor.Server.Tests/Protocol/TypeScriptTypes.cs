using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Turns the JSON metadata of the wire's types into TypeScript declarations, and finds the types they need.</summary>
internal sealed class TypeScriptTypes(SourceDocumentation documentation)
{
    private readonly SortedDictionary<string, string> _declarations = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _seen = [];

    /// <summary>Every declaration so far, sorted by name.</summary>
    public IEnumerable<string> Declarations => _declarations.Values;

    /// <summary>Declares a record or enum, and everything it refers to.</summary>
    public string Declare(Type type)
    {
        if (_seen.Add(type))
        {
            _declarations.Add(type.Name, type.IsEnum ? EnumDeclaration(type) : RecordDeclaration(type));
        }

        return type.Name;
    }

    /// <summary>A doc comment at an indentation, with its line break; empty when there is nothing to say.</summary>
    public static string Comment(string? text, string indentation = "") => text is null ? string.Empty : $"{indentation}/** {text} */\n";

    private string RecordDeclaration(Type type)
    {
        JsonTypeInfo info = WireJson.Options.GetTypeInfo(type);
        if (info.Kind != JsonTypeInfoKind.Object)
        {
            throw new NotSupportedException($"{type.Name} is a {info.Kind} on the wire. Use a record.");
        }

        string head = $"{Comment(documentation.Of(type))}export interface {type.Name} ";
        return info.Properties.Count == 0
            ? $"{Comment(documentation.Of(type))}export type {type.Name} = Readonly<Record<string, never>>;\n"
            : $"{head}{{\n{string.Concat(info.Properties.Select(property => MemberDeclaration(type, property)))}}}\n";
    }

    /// <summary>A member that may be null is left out on the wire when it is; one with a default may be left out by a client.</summary>
    private string MemberDeclaration(Type type, JsonPropertyInfo property)
    {
        var member = property.AttributeProvider as PropertyInfo
            ?? throw new NotSupportedException($"{type.Name}.{property.Name} is not a property.");
        bool isOptional = property.IsGetNullable || property.AssociatedParameter is { HasDefaultValue: true };
        string name = Reference(property.PropertyType);
        return $"{Comment(documentation.Of(type, member.Name), "  ")}  readonly {property.Name}{(isOptional ? "?" : "")}: {name};\n";
    }

    private string EnumDeclaration(Type type)
    {
        string[] names = Enum.GetNames(type);
        string values = string.Concat(names.Select(name =>
            $"{Comment(documentation.Of(type, name), "  ")}  | {JsonSerializer.Serialize(Enum.Parse(type, name), type, WireJson.Options)}\n"));
        return $"{Comment(documentation.Of(type))}export type {type.Name} =\n{values.TrimEnd()};\n";
    }

    private string Reference(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(JsonElement))
        {
            return "unknown";
        }

        if (plain == typeof(string))
        {
            return "string";
        }

        if (plain == typeof(bool))
        {
            return "boolean";
        }

        if (plain == typeof(int) || plain == typeof(long) || plain == typeof(double))
        {
            return "number";
        }

        return WireJson.Options.GetTypeInfo(plain) switch
        {
            { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } => $"readonly {Reference(element)}[]",
            { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } value } => $"Readonly<Record<string, {Reference(value)}>>",
            _ => Declare(plain),
        };
    }
}
