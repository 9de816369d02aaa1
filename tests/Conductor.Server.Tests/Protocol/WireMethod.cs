using System.Reflection;
using StreamJsonRpc;

namespace Conductor.Server.Tests.Protocol;

/// <summary>One method of the wire, as its interface declares it.</summary>
/// <param name="Contract">The interface.</param>
/// <param name="Name">On the wire, for example <c>conductor/track/run</c>.</param>
/// <param name="Parameter">The request or notification record; null when there is none.</param>
/// <param name="Result">The response record; null for a notification, and for a request that answers nothing.</param>
internal sealed record WireMethod(Type Contract, string Name, MethodInfo Method, Type? Parameter, Type? Result)
{
    /// <summary><c>TrackRun</c> for <c>conductor/track/run</c>.</summary>
    public string ConstantName => string.Concat(Name.Split('/')[1..].Select(Capitalised));

    /// <summary>Nothing is answered, not even that it is done.</summary>
    public bool IsNotification => Method.ReturnType == typeof(void);

    /// <summary>Every method of an interface, in the order of its source.</summary>
    public static IEnumerable<WireMethod> Of(Type contract) =>
        from method in contract.GetMethods()
        orderby method.MetadataToken
        let attribute = method.GetCustomAttribute<JsonRpcMethodAttribute>()
            ?? throw new InvalidOperationException($"{contract.Name}.{method.Name} has no wire name. Give it a [JsonRpcMethod].")
        select new WireMethod(contract, attribute.Name ?? method.Name, method, ParameterOf(method), ResultOf(method));

    private static Type? ParameterOf(MethodInfo method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType).SingleOrDefault(type => type != typeof(CancellationToken));

    private static Type? ResultOf(MethodInfo method) =>
        method.ReturnType.IsGenericType && method.ReturnType.GetGenericArguments()[0] is { } result && result != typeof(object) ? result : null;

    private static string Capitalised(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
