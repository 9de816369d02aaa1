using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Calls;

/// <summary>
/// Whose a thought is. What a model thought, and above all what it signed or encrypted, is worth nothing to any other, and some providers refuse
/// a conversation that holds another's; so a ticket that goes on with another model goes on without them.
/// </summary>
internal static class ThoughtOwner
{
    /// <summary>The additional property that holds the id of the model that said it, with its provider.</summary>
    public const string Key = "conductor.model";

    /// <summary>Says on each thought of an answer whose it is.</summary>
    public static void Mark(ChatResponseUpdate update, string model)
    {
        foreach (var thought in update.Contents.OfType<TextReasoningContent>())
        {
            (thought.AdditionalProperties ??= [])[Key] = model;
        }
    }

    /// <summary>Whether this very model said it; also after it was written to JSON and read again.</summary>
    public static bool IsBy(AIContent content, string model) => Of(content) == model;

    /// <summary>The message without the thoughts of other models, as a copy; the same when it holds none. A thought without a mark stays.</summary>
    public static ChatMessage WithoutForeign(ChatMessage message, string model)
    {
        if (!message.Contents.Any(IsForeign))
        {
            return message;
        }
        var own = message.Clone();
        own.Contents = [.. message.Contents.Where(content => !IsForeign(content))];
        return own;

        bool IsForeign(AIContent content) => content is TextReasoningContent && Of(content) is { } owner && owner != model;
    }

    private static string? Of(AIContent content) => content.AdditionalProperties?.GetValueOrDefault(Key) switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString(),
        _ => null,
    };
}
