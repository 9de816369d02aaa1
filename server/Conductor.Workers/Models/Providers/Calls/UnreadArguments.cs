using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>Calls whose arguments are not JSON. They are kept as the model wrote them, for the model to be told.</summary>
internal static class UnreadArguments
{
    /// <summary>The additional property that holds the text.</summary>
    public const string Key = "conductor.arguments";

    /// <summary>Keeps the text with a call whose arguments could not be read; the call comes back.</summary>
    public static FunctionCallContent Keep(FunctionCallContent call, string? text)
    {
        if (call.Exception is not null && !string.IsNullOrEmpty(text))
        {
            (call.AdditionalProperties ??= [])[Key] = text;
        }
        return call;
    }

    /// <summary>The call as it is sent back: one without arguments has an empty object, which every provider takes.</summary>
    public static FunctionCallContent Sent(FunctionCallContent call) =>
        call.Arguments is not null ? call : new FunctionCallContent(call.CallId, call.Name, new Dictionary<string, object?>()) { AdditionalProperties = call.AdditionalProperties };
}
