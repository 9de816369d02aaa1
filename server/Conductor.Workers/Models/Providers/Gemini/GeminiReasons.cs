namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>Gemini's reasons for giving no answer, in words for people that end without a full stop.</summary>
internal static class GeminiReasons
{
    /// <summary>Why a prompt was blocked.</summary>
    public static string OfPrompt(string reason) => reason switch
    {
        "SAFETY" => "its safety rules block it (SAFETY)",
        "BLOCKLIST" => "it holds words on a list of forbidden ones (BLOCKLIST)",
        "PROHIBITED_CONTENT" => "it holds content that Google prohibits (PROHIBITED_CONTENT)",
        "IMAGE_SAFETY" => "its safety rules block an image in it (IMAGE_SAFETY)",
        "MODEL_ARMOR" => "the project's own filter, Model Armor, blocks it (MODEL_ARMOR)",
        "JAILBREAK" => "it looks like an attempt to get around the rules (JAILBREAK)",
        "OTHER" or "BLOCK_REASON_UNSPECIFIED" => $"it gives no reason ({reason})",
        _ => $"the reason is {reason}",
    };

    /// <summary>Why an answer was stopped.</summary>
    public static string OfAnswer(string reason) => reason switch
    {
        "SAFETY" => "its safety rules block what was being said (SAFETY)",
        "RECITATION" => "it was repeating a text that others have rights in (RECITATION)",
        "LANGUAGE" => "it was in a language that the model does not speak (LANGUAGE)",
        "BLOCKLIST" => "it held words on a list of forbidden ones (BLOCKLIST)",
        "PROHIBITED_CONTENT" => "it held content that Google prohibits (PROHIBITED_CONTENT)",
        "SPII" => "it held what looks like somebody's personal data (SPII)",
        "IMAGE_SAFETY" or "IMAGE_PROHIBITED_CONTENT" or "IMAGE_RECITATION" => $"the rules on images block what was being made ({reason})",
        "NO_IMAGE" or "IMAGE_OTHER" => $"it tried to make an image and did not ({reason})",
        "MALFORMED_FUNCTION_CALL" => "it wrote a tool call that cannot be read (MALFORMED_FUNCTION_CALL)",
        "UNEXPECTED_TOOL_CALL" => "it called a tool where it has none (UNEXPECTED_TOOL_CALL)",
        "TOO_MANY_TOOL_CALLS" => "it called tools again and again (TOO_MANY_TOOL_CALLS)",
        "OTHER" or "FINISH_REASON_UNSPECIFIED" => $"it stopped and gives no reason ({reason})",
        _ => $"the reason is {reason}",
    };

    /// <summary>The model failed rather than a rule on content spoke; asking again may help.</summary>
    public static bool IsMalformed(string reason) =>
        reason is "UNEXPECTED_TOOL_CALL" or "TOO_MANY_TOOL_CALLS" or "OTHER" or "FINISH_REASON_UNSPECIFIED" or "NO_IMAGE" or "IMAGE_OTHER"
        || reason.StartsWith("MALFORMED_", StringComparison.Ordinal);
}
