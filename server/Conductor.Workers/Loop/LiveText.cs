using Microsoft.Extensions.AI;

namespace Conductor.Workers.Loop;

/// <summary>
/// Writes what a model says and thinks as whole lines of text, in order: without the blank lines that many models begin and end with, and each
/// part ended by one line break. Thoughts are set off. Used by one answer; not thread-safe.
/// </summary>
/// <param name="output">Gets each piece as soon as it is known.</param>
public sealed class LiveText(Action<string> output)
{
    /// <summary>Before each line of a thought.</summary>
    public const string ThoughtMark = "│ ";

    // White space that is said only when something follows it.
    private string _held = "";
    private bool _hasBegun;
    private bool _isThought;

    /// <summary>A whole answer as it was, or would have been, streamed.</summary>
    public static string Of(IEnumerable<ChatMessage> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var text = new System.Text.StringBuilder();
        var live = new LiveText(piece => text.Append(piece));
        foreach (var content in answer.SelectMany(message => message.Contents))
        {
            live.Take(content);
        }
        live.End();
        return text.ToString();
    }

    /// <summary>The next piece, as it comes; what is neither said nor thought is left out.</summary>
    public void Take(AIContent content)
    {
        switch (content)
        {
            case TextReasoningContent thought:
                Say(thought.Text, isThought: true);
                break;
            case TextContent text:
                Say(text.Text, isThought: false);
                break;
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_hasBegun)
        {
            output("\n");
        }
        (_held, _hasBegun) = ("", false);
    }

    private void Say(string piece, bool isThought)
    {
        if (isThought != _isThought && !string.IsNullOrWhiteSpace(piece))
        {
            End();
            _isThought = isThought;
        }
        var text = _held + piece;
        var said = text.TrimEnd();
        _held = text[said.Length..];
        said = _hasBegun ? said : said.TrimStart();
        if (said.Length > 0)
        {
            output(_isThought ? $"{(_hasBegun ? "" : ThoughtMark)}{said.Replace("\n", $"\n{ThoughtMark}", StringComparison.Ordinal)}" : said);
            _hasBegun = true;
        }
    }
}
