using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Views;

namespace Conductor.Workers.Prompts;

/// <summary>A prompt under construction: blocks with an empty line between them, some of which are pieces that are counted by themselves.</summary>
internal sealed class PromptDraft(ITokenCounter counter)
{
    private const string Between = "\n\n";

    private readonly List<string> _blocks = [];
    private readonly List<PromptPiece> _pieces = [];
    private int _length;

    /// <summary>Adds our own words.</summary>
    public void Frame(string text) => Add(text);

    /// <summary>Adds somebody's text, as it is.</summary>
    public void Piece(string kind, string name, string text, string? detail = null) => Piece(new PromptPiece(kind, name, 0, detail), text);

    /// <summary>Adds somebody's text, as it is.</summary>
    /// <param name="piece">What is known of it; its tokens are counted here.</param>
    public void Piece(PromptPiece piece, string text)
    {
        int start = Add(text);
        _pieces.Add(piece with { Tokens = counter.Count(text), Start = start, Length = text.Length });
    }

    /// <summary>The whole prompt.</summary>
    public string Text() => string.Join(Between, _blocks);

    /// <summary>The pieces, and the frame: what the whole has beyond them, so that the sum is the whole's.</summary>
    public ImmutableArray<PromptPiece> Pieces() =>
        [.. _pieces, new PromptPiece("frame", "prompt", counter.Count(Text()) - _pieces.Sum(piece => piece.Tokens))];

    /// <returns>Where it begins in the whole.</returns>
    private int Add(string text)
    {
        int start = _blocks.Count == 0 ? 0 : _length + Between.Length;
        _blocks.Add(text);
        _length = start + text.Length;
        return start;
    }
}
