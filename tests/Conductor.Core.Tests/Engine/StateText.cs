using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Conductor.Core.Graph;

namespace Conductor.Core.Tests.Engine;

/// <summary>A value as canonical text, contents of collections and graphs included: two values are equal when their texts are.</summary>
internal static class StateText
{
    public static string Of(object? value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case string word:
                text.Append('"').Append(word).Append('"');
                break;
            case Enum or bool:
                text.Append(value);
                break;
            case IFormattable plain:
                text.Append(plain.ToString(null, CultureInfo.InvariantCulture));
                break;
            case TicketGraph graph:
                Write(text, graph.Tickets.Select(ticket => (object)
                    $"{Of(ticket)} at {graph.OrdinalOf(ticket.Id)} chain {graph.ChainLengthOf(ticket.Id)} frees {string.Join(',', graph.DependentsOf(ticket.Id).Select(dependent => dependent.Id))}"));
                break;
            case IEnumerable items:
                WriteItems(text, value.GetType(), items);
                break;
            default:
                WriteProperties(text, value);
                break;
        }
    }

    private static void WriteItems(StringBuilder text, Type type, IEnumerable items)
    {
        IEnumerable<string> texts = items.Cast<object?>().Select(Of);
        bool isUnordered = type.Name.StartsWith("ImmutableHashSet", StringComparison.Ordinal) || type.Name.StartsWith("ImmutableDictionary", StringComparison.Ordinal);
        text.Append('[').AppendJoin("; ", isUnordered ? texts.Order(StringComparer.Ordinal) : texts).Append(']');
    }

    private static void WriteProperties(StringBuilder text, object value)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (PropertyInfo property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            text.Append(property.Name).Append('=');
            Write(text, property.GetValue(value));
            text.Append(' ');
        }

        text.Append('}');
    }
}
