using System.Collections.Immutable;
using System.Reflection;

namespace Conductor.Server.Tests.Storage;

/// <summary>Makes a value of any type of the stored events, with every member set to something that is not its default.</summary>
internal static class SampleValues
{
    /// <summary>The kinds of an event family: its nested records.</summary>
    public static IEnumerable<Type> KindsOf(Type family) => family.GetNestedTypes().Where(family.IsAssignableFrom);

    /// <summary>A value with every member set.</summary>
    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            _ when type == typeof(string) => "text \"with\" ümlaut\n",
            _ when type == typeof(int) => 7,
            _ when type == typeof(long) => 7_000_000_000L,
            _ when type == typeof(decimal) => 0.0125m,
            _ when type == typeof(DateOnly) => new DateOnly(2026, 3, 31),
            _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(90),
            _ when type == typeof(bool) => true,
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, 6, TimeSpan.Zero),
            { IsEnum: true } => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1) ?? 0,
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => ArrayOf(type.GetGenericArguments()[0]),
            { IsAbstract: true } => Of(KindsOf(type).First()),
            _ => RecordOf(type),
        };
    }

    private static object RecordOf(Type type)
    {
        ConstructorInfo constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        object record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Of(parameter.ParameterType))]);
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite))
        {
            property.SetValue(record, Of(property.PropertyType));
        }

        return record;
    }

    private static object ArrayOf(Type element)
    {
        var items = Array.CreateInstance(element, 1);
        items.SetValue(Of(element), 0);
        MethodInfo create = typeof(ImmutableArray).GetMethods()
            .Single(method => method.Name == nameof(ImmutableArray.Create) && method.GetParameters() is [{ ParameterType.IsArray: true } only] && !only.ParameterType.IsByRef && method.GetGenericArguments().Length == 1);
        return create.MakeGenericMethod(element).Invoke(null, [items]) ?? throw new InvalidOperationException("No array was made.");
    }
}
