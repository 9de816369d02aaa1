namespace Conductor.Views.CSharp.Bodies;

/// <content>Expressions: operands with operators between them. Which operator binds closer is no matter, but where that decides whether something may stand there at all.</content>
internal ref partial struct BodyReader
{
    /// <summary>What may stand where a value is due, a <c>throw</c> too.</summary>
    private bool Value()
    {
        if (!IsAt(Token.Throw))
        {
            return Expression();
        }

        Advance();
        return Operands(out _);
    }

    private bool Expression()
    {
        if (++_depth > Deepest)
        {
            return false;
        }

        var isRead = Lambda() ?? Operation();
        _depth--;
        return isRead;
    }

    private bool Operation()
    {
        if (!Operands(out var isOne))
        {
            return false;
        }

        if (Kind is Token.Assign or Token.CompoundAssign)
        {
            Advance();
            return isOne && Expression();
        }

        if (!IsAt(Token.Question))
        {
            return true;
        }

        // The colon of a condition would end the expression of an interpolated string.
        if (_brackets == _hole)
        {
            return false;
        }

        Advance();
        return Value() && Take(Token.Colon) && Value();
    }

    /// <param name="isOne">Whether there is no operator between operands.</param>
    private bool Operands(out bool isOne)
    {
        isOne = true;
        var isLess = false;
        if (!Unary())
        {
            return false;
        }

        while (true)
        {
            switch (Kind)
            {
                case Token.Plus or Token.Minus or Token.Star or Token.Caret or Token.Binary or Token.Relational:
                    isLess = isLess && !IsAt(Token.Binary);
                    Advance();
                    if (!Unary())
                    {
                        return false;
                    }

                    break;
                case Token.Less:
                    isLess = true;
                    Advance();
                    if (!Unary())
                    {
                        return false;
                    }

                    break;
                case Token.Greater:
                    if (isLess || !GreaterOrShift() || !Unary())
                    {
                        return false;
                    }

                    break;
                case Token.Coalesce:
                    Advance();
                    isOne = false;
                    if (IsAt(Token.Throw))
                    {
                        return Value();
                    }

                    if (!Unary())
                    {
                        return false;
                    }

                    break;
                case Token.Is:
                    Advance();
                    if (!Pattern() || !IsTested())
                    {
                        return false;
                    }

                    break;
                case Token.As:
                    Advance();
                    if (!PlainType() || (IsAt(Token.Question) && !IsCondition()) || !IsTested())
                    {
                        return false;
                    }

                    break;
                case Token.Switch:
                    Advance();
                    if (!Arms())
                    {
                        return false;
                    }

                    break;
                case Token.With:
                    Advance();
                    if (!Assignments())
                    {
                        return false;
                    }

                    break;
                default:
                    return true;
            }

            isOne = false;
        }
    }

    /// <summary>Whether what follows the test of a type binds no closer than the test.</summary>
    private readonly bool IsTested() => Kind switch
    {
        Token.Binary => _text[_start] is '&' or '|' or '=' or '!',
        Token.Question or Token.Coalesce or Token.CloseParen or Token.CloseBracket or Token.CloseBrace or Token.Semicolon or Token.Comma or Token.Colon or Token.Arrow => true,
        _ => false,
    };

    private bool GreaterOrShift()
    {
        for (var signs = 1; signs < 3 && _end < _text.Length && _text[_end] == '>'; signs++)
        {
            Advance();
            if (!IsAt(Token.Greater))
            {
                return false;
            }
        }

        Advance();
        return true;
    }

    /// <summary>The arms of a <c>switch</c> that is an expression.</summary>
    private bool Arms()
    {
        if (!Take(Token.OpenBrace))
        {
            return false;
        }

        do
        {
            if (!Pattern() || (Take(Token.When) && !Operands(out _)) || !Take(Token.Arrow) || !Value())
            {
                return false;
            }
        }
        while (Take(Token.Comma) && !IsAt(Token.CloseBrace));
        return Take(Token.CloseBrace);
    }

    private bool Assignments()
    {
        if (!Take(Token.OpenBrace))
        {
            return false;
        }

        while (!IsAt(Token.CloseBrace))
        {
            if (!TakeName() || !Take(Token.Assign) || !Expression())
            {
                return false;
            }

            if (!Take(Token.Comma))
            {
                break;
            }
        }

        return Take(Token.CloseBrace);
    }

    /// <returns>Null where no lambda begins.</returns>
    private bool? Lambda()
    {
        switch (Kind)
        {
            case Token.Name when NextIs('=', '>'):
                Advance();
                return LambdaBody(isAsync: false);
            case Token.OpenParen:
                var start = Here();
                if (LambdaParameters() && IsAt(Token.Arrow))
                {
                    return LambdaBody(isAsync: false);
                }

                Back(start);
                return null;
            case Token.Static or Token.Async:
                var isAsync = false;
                while (Kind is Token.Static or Token.Async)
                {
                    isAsync |= IsAt(Token.Async);
                    Advance();
                }

                return (TakeName() || LambdaParameters()) && IsAt(Token.Arrow) && LambdaBody(isAsync);
            default:
                return null;
        }
    }

    private bool LambdaParameters()
    {
        if (!Take(Token.OpenParen))
        {
            return false;
        }

        if (Take(Token.CloseParen))
        {
            return true;
        }

        // All of them have a type, or none has.
        var areTyped = !(IsAt(Token.Name) && NextIsAny(',', ')'));
        do
        {
            if ((areTyped && !Type()) || !TakeName())
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.CloseParen);
    }

    private bool LambdaBody(bool isAsync)
    {
        var wasAsync = _isAsync;
        _isAsync = isAsync;
        Advance();
        var isRead = IsAt(Token.OpenBrace) ? Block() : Value();
        _isAsync = wasAsync;
        return isRead;
    }

    private readonly bool NextIs(char first, char second)
    {
        var next = Next();
        return next + 1 < _text.Length && _text[next] == first && _text[next + 1] == second;
    }

    private readonly bool NextIs(char first) => Next() is var next && next < _text.Length && _text[next] == first;

    private readonly bool NextIsAny(char one, char other) => NextIs(one) || NextIs(other);

    private readonly int Next()
    {
        var next = _end;
        while (next < _text.Length && _text[next] is ' ' or '\n' or '\r' or '\t')
        {
            next++;
        }

        return next;
    }
}
