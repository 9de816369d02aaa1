using System.Buffers;

namespace Conductor.Views.CSharp.Bodies;

/// <summary>
/// Reads C# token by token, and says of a body whether the parser is certain to find nothing wrong in it. It knows the code that most people write most of the time, and takes whatever
/// else there is for something that it does not know: a "no" means only that the parser has to look. It makes no tree and uses no memory.
/// </summary>
internal ref partial struct BodyReader(ReadOnlySpan<char> text)
{
    /// <summary>Statements, expressions, patterns and types within each other.</summary>
    private const int Deepest = 60;

    private const string LineEnds = "\r\n\u0085\u2028\u2029";

    private static readonly SearchValues<char> CommentEnds = SearchValues.Create(LineEnds);

    private readonly ReadOnlySpan<char> _text = text;
    private int _start;
    private int _end;
    private int _depth;
    private int _brackets;

    // Brackets that are open at the expression of an interpolated string, where a colon ends it.
    private int _hole = -1;
    private bool _isAsync;
    private bool _isAccessor;

    /// <summary>The token.</summary>
    public Token Kind { get; private set; }

    /// <summary>Where the token starts.</summary>
    public readonly int Start => _start;

    /// <summary>Behind the token.</summary>
    public readonly int End => _end;

    /// <summary>Goes to the next token.</summary>
    public void Advance()
    {
        if (!SkipTrivia())
        {
            Kind = Token.Unknown;
            return;
        }

        _start = _end;
        if (_end >= _text.Length)
        {
            Kind = Token.End;
            return;
        }

        var first = _text[_end];
        Kind = IsWordStart(first) ? Word() : char.IsAsciiDigit(first) ? Number() : Other(first);
    }

    /// <summary>Goes behind a position that the current token does not reach over.</summary>
    public void GoTo(int position)
    {
        _end = position;
        Advance();
    }

    private static bool IsWordStart(char character) => (uint)((character | 0x20) - 'a') <= 'z' - 'a' || character == '_';

    private static bool IsWordPart(char character) => IsWordStart(character) || char.IsAsciiDigit(character);

    /// <summary>Goes over blank space and comments; false where something is not known.</summary>
    private bool SkipTrivia()
    {
        while (_end < _text.Length)
        {
            switch (_text[_end])
            {
                case ' ' or '\n' or '\r' or '\t':
                    _end++;
                    break;
                case '/' when Follows('/'):
                    var line = _text[_end..].IndexOfAny(CommentEnds);
                    _end = line < 0 ? _text.Length : _end + line;
                    if (_end < _text.Length && _text[_end] is not ('\r' or '\n'))
                    {
                        return false;
                    }

                    break;
                case '/' when Follows('*'):
                    var length = _text[(_end + 2)..].IndexOf("*/");
                    if (length < 0)
                    {
                        return false;
                    }

                    _end += length + 4;
                    break;
                default:
                    return true;
            }
        }

        return true;
    }

    private Token Word()
    {
        while (++_end < _text.Length && IsWordPart(_text[_end]))
        {
        }

        // What else can be part of a name is for the parser to say.
        if (_end < _text.Length && (_text[_end] > '\u007F' || _text[_end] == '\\'))
        {
            return Token.Unknown;
        }

        return Words.Of(_text[_start.._end]) switch
        {
            Token.From => Next() is var next && next < _text.Length && (IsWordStart(_text[next]) || _text[next] is '@' or '(' or '/') ? Token.Contextual : Token.Name,
            Token.Field when !_isAccessor => Token.Name,
            var word => word,
        };
    }

    private Token Other(char first)
    {
        switch (first)
        {
            case '(':
                return Bracket(Token.OpenParen, 1);
            case ')':
                return Bracket(Token.CloseParen, -1);
            case '{':
                return Bracket(Token.OpenBrace, 1);
            case '}':
                return Bracket(Token.CloseBrace, -1);
            case '[':
                return Bracket(Token.OpenBracket, 1);
            case ']':
                return Bracket(Token.CloseBracket, -1);
            case ';':
                return Taken(Token.Semicolon, 1);
            case ',':
                return Taken(Token.Comma, 1);
            case '~':
                return Taken(Token.Tilde, 1);
            case '#':
                return Taken(Token.Hash, 1);
            case '"' or '\'' or '@' or '$':
                return Quoted(first);
            default:
                return Operator(first);
        }
    }

    private Token Operator(char first)
    {
        var second = _end + 1 < _text.Length ? _text[_end + 1] : '\0';
        var third = _end + 2 < _text.Length ? _text[_end + 2] : '\0';
        return (first, second) switch
        {
            (':', ':') => Token.Unknown,
            (':', _) => Taken(Token.Colon, 1),
            ('.', '.') => third == '.' ? Token.Unknown : Taken(Token.DotDot, 2),
            ('.', >= '0' and <= '9') => Token.Unknown,
            ('.', _) => Taken(Token.Dot, 1),
            ('?', '.') => third is '.' or (>= '0' and <= '9') ? Token.Unknown : Taken(Token.QuestionDot, 2),
            ('?', '?') => third == '=' ? Taken(Token.CompoundAssign, 3) : Taken(Token.Coalesce, 2),
            ('?', _) => Taken(Token.Question, 1),
            ('=', '=') => Taken(Token.Binary, 2),
            ('=', '>') => Taken(Token.Arrow, 2),
            ('=', _) => Taken(Token.Assign, 1),
            ('!', '=') => Taken(Token.Binary, 2),
            ('!', _) => Taken(Token.Exclamation, 1),
            ('+', '+') => Taken(Token.PlusPlus, 2),
            ('-', '-') => Taken(Token.MinusMinus, 2),
            ('-', '>') => Token.Unknown,
            ('<', '<') => third == '=' ? Taken(Token.CompoundAssign, 3) : Taken(Token.Binary, 2),
            ('<' or '>', '=') => Taken(Token.Relational, 2),
            ('<', _) => Taken(Token.Less, 1),
            ('>', _) => Taken(Token.Greater, 1),
            ('&', '&') or ('|', '|') => Taken(Token.Binary, 2),
            ('+' or '-' or '*' or '/' or '%' or '&' or '|' or '^', '=') => Taken(Token.CompoundAssign, 2),
            ('+', _) => Taken(Token.Plus, 1),
            ('-', _) => Taken(Token.Minus, 1),
            ('*', _) => Taken(Token.Star, 1),
            ('^', _) => Taken(Token.Caret, 1),
            ('/' or '%' or '&' or '|', _) => Taken(Token.Binary, 1),
            _ => Token.Unknown,
        };
    }

    private Token Bracket(Token kind, int change)
    {
        _brackets += change;
        return Taken(kind, 1);
    }

    private Token Taken(Token kind, int length)
    {
        _end += length;
        return kind;
    }

    private readonly bool Follows(char character) => _end + 1 < _text.Length && _text[_end + 1] == character;

    private readonly bool IsAt(Token kind) => Kind == kind;

    private bool Take(Token kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    /// <summary>Takes the name of something that is declared here, or that is called by its name alone.</summary>
    private bool TakeName() => Take(Token.Name);

    private readonly Place Here() => new(_start, _end, _depth, _brackets, Kind);

    private void Back(Place place)
    {
        (_start, _end, _depth, _brackets) = (place.Start, place.End, place.Depth, place.Brackets);
        Kind = place.Kind;
    }

    private readonly record struct Place(int Start, int End, int Depth, int Brackets, Token Kind);
}
