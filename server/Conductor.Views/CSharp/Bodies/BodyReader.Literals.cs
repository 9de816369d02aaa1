using System.Buffers;

namespace Conductor.Views.CSharp.Bodies;

/// <content>Numbers, characters and strings. A literal that the parser may find something wrong with is not known.</content>
internal ref partial struct BodyReader
{
    /// <summary>More digits could be too large for the type.</summary>
    private const int MostDecimalDigits = 18;

    private const int MostHexDigits = 16;

    private static readonly SearchValues<char> TextStops = SearchValues.Create($"\"\\{LineEnds}");
    private static readonly SearchValues<char> HoleStops = SearchValues.Create($"\"\\{{}}{LineEnds}");
    private static readonly SearchValues<char> FormatStops = SearchValues.Create($"\"\\{{}}{LineEnds}");

    private Token Number()
    {
        if (_text[_end] == '0' && _end + 1 < _text.Length && _text[_end + 1] is 'x' or 'X' or 'b' or 'B')
        {
            var isHex = _text[_end + 1] is 'x' or 'X';
            _end += 2;
            return Digits(isHex ? MostHexDigits : 64, isHex, isBinary: !isHex) && WholeSuffix() ? Token.Number : Token.Unknown;
        }

        if (!Digits(MostDecimalDigits, isHex: false, isBinary: false))
        {
            return Token.Unknown;
        }

        var isWhole = true;
        if (_end + 1 < _text.Length && _text[_end] == '.' && char.IsAsciiDigit(_text[_end + 1]))
        {
            _end++;
            isWhole = false;
            if (!Digits(MostDecimalDigits, isHex: false, isBinary: false))
            {
                return Token.Unknown;
            }
        }

        if (_end < _text.Length && _text[_end] is 'e' or 'E')
        {
            return Exponent() ? Token.Number : Token.Unknown;
        }

        if (_end < _text.Length && _text[_end] is 'f' or 'F' or 'd' or 'D' or 'm' or 'M')
        {
            _end++;
            isWhole = false;
        }

        return (isWhole ? WholeSuffix() : IsEndOfNumber()) ? Token.Number : Token.Unknown;
    }

    /// <summary>With two digits and without a suffix the number has room in its type.</summary>
    private bool Exponent()
    {
        _end++;
        _end += _end < _text.Length && _text[_end] is '+' or '-' ? 1 : 0;
        var digits = 0;
        for (; _end < _text.Length && char.IsAsciiDigit(_text[_end]); _end++)
        {
            digits++;
        }

        return digits is 1 or 2 && IsEndOfNumber();
    }

    private bool Digits(int most, bool isHex, bool isBinary)
    {
        var digits = 0;
        var isGap = false;
        for (; _end < _text.Length; _end++)
        {
            var character = _text[_end];
            isGap = character == '_';
            if (!isGap)
            {
                if (!(isHex ? char.IsAsciiHexDigit(character) : isBinary ? character is '0' or '1' : char.IsAsciiDigit(character)))
                {
                    break;
                }

                digits++;
            }
            else if (digits == 0)
            {
                return false;
            }
        }

        return digits > 0 && digits <= most && !isGap && _text[_end - 1] != '_';
    }

    private bool WholeSuffix()
    {
        var suffix = 0;
        while (suffix < 2 && _end < _text.Length && _text[_end] is 'u' or 'U' or 'L')
        {
            if (suffix == 1 && char.ToUpperInvariant(_text[_end]) == char.ToUpperInvariant(_text[_end - 1]))
            {
                return false;
            }

            _end++;
            suffix++;
        }

        return IsEndOfNumber();
    }

    private readonly bool IsEndOfNumber() => _end >= _text.Length || !(IsWordPart(_text[_end]) || _text[_end] > '\u007F');

    private Token Quoted(char first)
    {
        var rest = _text[_end..];
        if (first == '\'')
        {
            return Character() ? Token.Text : Token.Unknown;
        }

        if (first == '"')
        {
            return rest.StartsWith("\"\"\"") ? RawText() : PlainText();
        }

        var quote = rest.IndexOfAnyExcept('@', '$');
        if (quote < 0 || rest[quote] != '"')
        {
            return first == '@' && quote == 1 && IsWordStart(rest[1]) ? EscapedName() : Token.Unknown;
        }

        var signs = rest[..quote];
        if (signs is "@")
        {
            return VerbatimText();
        }

        // What is in the string is read with the expression that it stands in.
        return signs is "$" or "@$" or "$@" || signs.IndexOfAnyExcept('$') < 0 ? Taken(Token.InterpolatedText, quote) : Token.Unknown;
    }

    private Token EscapedName()
    {
        _end++;
        return Word() == Token.Unknown ? Token.Unknown : Token.Name;
    }

    private bool Character()
    {
        _end++;
        if (_end >= _text.Length)
        {
            return false;
        }

        if (_text[_end] == '\\')
        {
            if (!Escape(isCharacter: true))
            {
                return false;
            }
        }
        else if (_text[_end] == '\'' || LineEnds.Contains(_text[_end], StringComparison.Ordinal))
        {
            return false;
        }
        else
        {
            _end++;
        }

        return _end < _text.Length && _text[_end++] == '\'';
    }

    /// <summary>Goes over a backslash and what belongs to it.</summary>
    private bool Escape(bool isCharacter)
    {
        if (_end + 1 >= _text.Length)
        {
            return false;
        }

        switch (_text[_end + 1])
        {
            case '\'' or '"' or '\\' or '0' or 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or 'e':
                _end += 2;
                return true;
            case 'u':
                return HexDigits(_end + 2, 4);
            case 'x':
                // One to four digits; how many there are decides where the rest begins, and with four that is sure.
                return HexDigits(_end + 2, 4);
            case 'U' when !isCharacter && _text[(_end + 2)..].StartsWith("000"):
                return HexDigits(_end + 2, 8);
            default:
                return false;
        }
    }

    private bool HexDigits(int start, int count)
    {
        if (start + count > _text.Length || _text.Slice(start, count).ContainsAnyExceptInRange('0', 'f'))
        {
            return false;
        }

        foreach (var digit in _text.Slice(start, count))
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                return false;
            }
        }

        _end = start + count;
        return true;
    }

    private Token PlainText()
    {
        _end++;
        while (true)
        {
            var stop = _text[_end..].IndexOfAny(TextStops);
            if (stop < 0)
            {
                return Token.Unknown;
            }

            _end += stop;
            switch (_text[_end])
            {
                case '"':
                    _end++;
                    return BytesSuffix();
                case '\\':
                    if (!Escape(isCharacter: false))
                    {
                        return Token.Unknown;
                    }

                    break;
                default:
                    return Token.Unknown;
            }
        }
    }

    private Token VerbatimText()
    {
        _end += 2;
        while (true)
        {
            var quote = _text[_end..].IndexOf('"');
            if (quote < 0)
            {
                return Token.Unknown;
            }

            _end += quote + 1;
            if (_end >= _text.Length || _text[_end] != '"')
            {
                return BytesSuffix();
            }

            _end++;
        }
    }

    private Token RawText()
    {
        var quotes = Run('"');
        var content = _end;
        while (true)
        {
            var quote = _text[_end..].IndexOf('"');
            if (quote < 0)
            {
                return Token.Unknown;
            }

            _end += quote;
            var close = _end;
            var count = Run('"');
            if (count >= quotes)
            {
                return count == quotes && IsRawContent(content, close) ? BytesSuffix() : Token.Unknown;
            }
        }
    }

    /// <summary>Goes over as many of a character as follow each other.</summary>
    private int Run(char character)
    {
        var start = _end;
        while (_end < _text.Length && _text[_end] == character)
        {
            _end++;
        }

        return _end - start;
    }

    private Token BytesSuffix()
    {
        if (_end + 1 < _text.Length && _text[_end] is 'u' or 'U' && _text[_end + 1] == '8')
        {
            _end += 2;
        }

        return Token.Text;
    }

    /// <summary>Whether what stands between the quotes of a raw string is one line, or lines that all begin as the last one does.</summary>
    private readonly bool IsRawContent(int start, int end)
    {
        var content = _text[start..end];
        if (content.IndexOfAny('\u0085', '\u2028', '\u2029') >= 0)
        {
            return false;
        }

        var first = content.IndexOf('\n');
        if (first < 0)
        {
            return !content.IsEmpty && !content.Contains('\r');
        }

        // What the parser takes for blank is more than this.
        var last = content.LastIndexOf('\n');
        var indentation = content[(last + 1)..];
        if (last == first || content[..first].TrimEnd('\r').ContainsAnyExcept(' ', '\t') || indentation.ContainsAnyExcept(' ', '\t'))
        {
            return false;
        }

        foreach (var range in content[(first + 1)..last].Split('\n'))
        {
            var line = content[(first + 1)..last][range];
            line = line.EndsWith('\r') ? line[..^1] : line;
            if (line.Contains('\r') || !(line.IsEmpty || line.StartsWith(indentation)))
            {
                return false;
            }
        }

        return true;
    }
}
