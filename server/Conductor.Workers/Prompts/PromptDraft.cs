using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Views;

namespace Conductor.Workers.Prompts;

/// <summary>A prompt under construction: blocks with an empty line between them, some of which are pieces that are counted by themselves.</summary>
internal sealed class PromptDraft(ITokenCounter counter)
{
    private readonly List<string> _blocks = [];
    private readonly List<PromptPiece> _pieces = [];

    /// <summary>Adds our own words.</summary>
    public void Frame(string text) => _blocks.Add(text);

    /// <summary>Adds somebody's text, as it is.</summary>
    public void Piece(string kind, string name, string text, string? detail = null) => Piece(new PromptPiece(kind, name, 0, detail), text);

    /// <summary>Adds somebody's text, as it is.</summary>
    /// <param name="piece">What is known of it; its tokens are counted here.</param>
    public void Piece(PromptPiece piece, string text)
    {
        _blocks.Add(text);
        _pieces.Add(piece with { Tokens = counter.Count(text) });
    }

    /// <summary>The whole prompt.</summary>
    public string Text() => string.Join("\n\n", _blocks);

    /// <summary>The pieces, and the frame: what the whole has beyond them, so that the sum is the whole's.</summary>
    public ImmutableArray<PromptPiece> Pieces() =>
        [.. _pieces, new PromptPiece("frame", "prompt", counter.Count(Text()) - _pieces.Sum(piece => piece.Tokens))];
}
