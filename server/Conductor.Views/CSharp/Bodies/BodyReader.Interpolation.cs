namespace Conductor.Views.CSharp.Bodies;

/// <content>Strings with expressions in them.</content>
internal ref partial struct BodyReader
{
    /// <summary>Goes from the signs before an interpolated string to the token behind it.</summary>
    public bool Interpolated()
    {
        var signs = _text[_start.._end];
        var isVerbatim = signs.Contains('@');
        var dollars = signs.Count('$');
        var quotes = isVerbatim ? 1 : Run('"');
        bool isRead;
        if (isVerbatim)
        {
            _end++;
            isRead = Pieces(isVerbatim: true);
        }
        else
        {
            // Two quotes are an empty string.
            isRead = quotes == 2 ? dollars == 1 : quotes == 1 ? dollars == 1 && Pieces(isVerbatim: false) : RawPieces(quotes, dollars);
        }

        if (isRead)
        {
            Advance();
        }

        return isRead;
    }

    private bool Pieces(bool isVerbatim)
    {
        while (true)
        {
            var stop = _text[_end..].IndexOfAny(HoleStops);
            if (stop < 0)
            {
                return false;
            }

            _end += stop;
            var isTwice = Follows(_text[_end]);
            switch (_text[_end])
            {
                case '"' when isVerbatim && isTwice:
                case '{' or '}' when isTwice:
                    _end += 2;
                    break;
                case '"':
                    _end++;
                    return true;
                case '{':
                    if (!Hole(1))
                    {
                        return false;
                    }

                    break;
                case '\\' when !isVerbatim:
                    if (!Escape(isCharacter: false))
                    {
                        return false;
                    }

                    break;
                case '\\' or '\r' or '\n' when isVerbatim:
                    _end++;
                    break;
                default:
                    return false;
            }
        }
    }

    private bool RawPieces(int quotes, int dollars)
    {
        var start = _end;
        while (true)
        {
            var stop = _text[_end..].IndexOfAny('"', '{', '}');
            if (stop < 0)
            {
                return false;
            }

            _end += stop;
            var (at, sign) = (_end, _text[_end]);
            var count = Run(sign);
            if (count < (sign == '"' ? quotes : dollars))
            {
                continue;
            }

            if (sign == '"')
            {
                return count == quotes && IsRawContent(start, at);
            }

            // The innermost ones open it.
            if (sign == '}' || count >= 2 * dollars)
            {
                return false;
            }

            _end--;
            if (!Hole(dollars) || _text[at.._end].Contains('\n'))
            {
                return false;
            }
        }
    }

    /// <summary>Goes from the last brace that opens an expression to behind those that close it.</summary>
    private bool Hole(int braces)
    {
        var (before, wasAsync) = (_hole, _isAsync);
        _end++;
        _hole = ++_brackets;
        _isAsync = false;
        Advance();
        var start = _start;
        var isRead = Expression() && (!Take(Token.Comma) || (IsAt(Token.Minus) ? TakeBoth(Token.Minus, Token.Number) : Take(Token.Number)));

        // A comment is read as part of the string, up to where that may end.
        isRead = isRead && !HasComment(_text[start.._start]) && (IsAt(Token.CloseBrace) || (IsAt(Token.Colon) && Format(braces)));
        (_hole, _isAsync) = (before, wasAsync);
        if (!isRead)
        {
            return false;
        }

        for (var brace = 1; brace < braces; brace++)
        {
            if (_end >= _text.Length || _text[_end++] != '}')
            {
                return false;
            }
        }

        return true;
    }

    private bool Format(int braces)
    {
        var stop = _text[_end..].IndexOfAny(FormatStops);
        if (stop <= 0 || _text[_end + stop] != '}')
        {
            return false;
        }

        _end += stop + 1;
        _brackets--;
        return braces > 1 || _end >= _text.Length || _text[_end] != '}';
    }

    private static bool HasComment(ReadOnlySpan<char> expression) => expression.Contains("//", StringComparison.Ordinal) || expression.Contains("/*", StringComparison.Ordinal);

    private bool TakeBoth(Token first, Token second) => Take(first) && Take(second);
}
