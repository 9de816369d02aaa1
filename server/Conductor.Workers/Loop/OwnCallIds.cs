using Conductor.Workers.Models;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>Makes the calls of an answer ready to be recorded. Beside what is said here nothing of a call is changed: providers sign it.</summary>
internal static class OwnCallIds
{
    /// <summary>In the additional properties of a call whose arguments could not be read: why, in the client's words.</summary>
    public const string UnreadableKey = "conductor.unreadable";

    /// <summary>The answer with an id of its own for every call that has none, or one that was used before.</summary>
    /// <param name="known">Ids of earlier calls.</param>
    public static IList<ChatMessage> In(IList<ChatMessage> answer, IEnumerable<string> known, int turn)
    {
        var used = new HashSet<string>(known, StringComparer.Ordinal);
        var position = 0;
        foreach (var message in answer)
        {
            for (var index = 0; index < message.Contents.Count; index++)
            {
                if (message.Contents[index] is FunctionCallContent call)
                {
                    if (call.Exception is { } exception)
                    {
                        (call.AdditionalProperties ??= [])[UnreadableKey] = exception.Message;
                    }
                    message.Contents[index] = WithOwnId(call, used, $"{turn}-{position}");
                    position++;
                }
            }
        }
        return answer;
    }

    private static FunctionCallContent WithOwnId(FunctionCallContent call, HashSet<string> used, string otherwise)
    {
        if (!string.IsNullOrEmpty(call.CallId) && used.Add(call.CallId))
        {
            return call;
        }
        var id = otherwise;
        while (!used.Add(id))
        {
            id += "'";
        }
        return new FunctionCallContent(id, call.Name, call.Arguments) { AdditionalProperties = call.AdditionalProperties };
    }
}
