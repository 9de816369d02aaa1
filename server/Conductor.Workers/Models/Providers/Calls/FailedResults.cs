using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Tool results that say that the call failed.</summary>
internal static class FailedResults
{
    /// <summary>The additional property that marks a result of a failed call.</summary>
    public const string Key = "conductor.failed";

    /// <summary>Whether a result is marked; also after it was written to JSON and read again.</summary>
    public static bool IsFailed(FunctionResultContent result) =>
        result.AdditionalProperties?.TryGetValue(Key, out var value) == true
        && value is true or System.Text.Json.JsonElement { ValueKind: System.Text.Json.JsonValueKind.True };
}
