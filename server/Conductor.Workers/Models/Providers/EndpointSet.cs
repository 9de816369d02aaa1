using System.Collections.Immutable;

namespace Conductor.Workers.Models.Providers;

/// <summary>Endpoints that a person named.</summary>
/// <param name="Problems">By the name that was given, in lower case: why it is no endpoint, and what to do.</param>
public sealed record EndpointSet(ImmutableArray<ModelEndpoint> Endpoints, ImmutableSortedDictionary<string, string> Problems)
{
    /// <summary>What an environment variable that names an endpoint begins with; the rest is its name, <c>_</c> standing for <c>-</c>.</summary>
    public const string VariablePrefix = "CONDUCTOR_ENDPOINT_";

    /// <summary>None.</summary>
    public static EndpointSet Empty { get; } = new([], ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal));

    /// <summary>Those of variables <c>CONDUCTOR_ENDPOINT_NAME=URL</c>, all speaking chat completions.</summary>
    public static EndpointSet FromEnvironment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        return variables
            .Where(variable => variable.Key.StartsWith(VariablePrefix, StringComparison.Ordinal) && variable.Value.Length > 0)
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .Aggregate(Empty, (set, variable) => set.Add(
                variable.Key[VariablePrefix.Length..].Replace('_', '-'), variable.Value, EndpointApi.Chat, keyVariable: null));
    }

    /// <summary>With one more as a person wrote it, in place of one of the same name; or with what is wrong with it.</summary>
    public EndpointSet Add(string name, string address, EndpointApi api, string? keyVariable)
    {
        var key = name.Trim().ToLowerInvariant();
        var others = Endpoints.RemoveAll(endpoint => endpoint.Name == key);
        return ModelEndpoint.Read(name, address, api, keyVariable, out var problem) is { } endpoint
            ? new EndpointSet(others.Add(endpoint), Problems.Remove(key))
            : new EndpointSet(others, Problems.SetItem(key, problem ?? ""));
    }
}
