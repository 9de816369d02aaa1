using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Models.Providers.Gemini;

/// <summary>
/// Writes the texts and thoughts of one answer as the parts they came in as far as that matters: what was signed is a part of its own,
/// with its signature.
/// </summary>
/// <param name="open">Begins the content; called before its first part, so that an empty answer is not sent at all.</param>
internal sealed class GeminiTextParts(Utf8JsonWriter writer, Action open)
{
    private string _text = "";
    private bool _isThought;

    /// <summary>The content has been begun and is to be closed.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Begins the content, unless that was done.</summary>
    public void Begin()
    {
        if (!HasBegun)
        {
            open();
            HasBegun = true;
        }
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        Flush();
        _text = text;
    }

    /// <summary>Adds a thought, a signature, or a thought with a signature behind it.</summary>
    public void Add(TextReasoningContent thought)
    {
        if (thought.Text.Length > 0)
        {
            Flush();
            (_text, _isThought) = (thought.Text, true);
        }
        if (GeminiMarks.Read(thought) is not var (isThought, length, signature))
        {
            return;
        }
        if (isThought != _isThought)
        {
            Flush();
            _isThought = isThought;
        }
        var start = Math.Max(0, _text.Length - length);
        var signed = _text[start..];
        _text = _text[..start];
        Flush();
        Write(signed, isThought, signature);
    }

    /// <summary>Writes what has been added and was not signed.</summary>
    public void Flush()
    {
        if (_text.Length > 0)
        {
            Write(_text, _isThought, signature: null);
        }
        (_text, _isThought) = ("", false);
    }

    private void Write(string text, bool isThought, string? signature)
    {
        Begin();
        writer.WriteStartObject();
        writer.WriteString("text", text);
        if (isThought)
        {
            writer.WriteBoolean("thought", true);
        }
        if (signature is not null)
        {
            writer.WriteString("thoughtSignature", signature);
        }
        writer.WriteEndObject();
    }
}
