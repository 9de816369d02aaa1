namespace Conductor.Views.CSharp.Bodies;

/// <content>Types and patterns.</content>
internal ref partial struct BodyReader
{
    private bool Type() => PlainType() && Suffixes();

    /// <summary>A type that no question mark belongs to, since one could mean something else there.</summary>
    private bool PlainType()
    {
        if (++_depth > Deepest)
        {
            return false;
        }

        var isRead = (IsAt(Token.OpenParen) ? TupleType() : TypeName()) && Ranks();
        _depth--;
        return isRead;
    }

    private bool Suffixes()
    {
        while (IsAt(Token.Question))
        {
            Advance();
            if (IsAt(Token.Question) || !Ranks())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Brackets with nothing or only commas in them.</summary>
    private bool Ranks()
    {
        while (IsAt(Token.OpenBracket) && NextIsAny(']', ','))
        {
            do
            {
                Advance();
            }
            while (IsAt(Token.Comma));
            if (!Take(Token.CloseBracket))
            {
                return false;
            }
        }

        return true;
    }

    private bool TupleType()
    {
        Advance();
        var elements = 0;
        do
        {
            elements++;
            if (!Type())
            {
                return false;
            }

            if (IsAt(Token.Name))
            {
                Advance();
            }
        }
        while (Take(Token.Comma));
        return elements > 1 && Take(Token.CloseParen);
    }

    private bool TypeName()
    {
        if (Kind is Token.Predefined or Token.Var)
        {
            Advance();
            return true;
        }

        do
        {
            if (!TakeName() || (IsAt(Token.Less) && !TypeArguments()))
            {
                return false;
            }
        }
        while (Take(Token.Dot));
        return true;
    }

    /// <summary>A type, or one of which the arguments are left open.</summary>
    private bool TypeOrDefinition()
    {
        var start = Here();
        if (Type())
        {
            return true;
        }

        Back(start);
        if (!Constant() || !Take(Token.Less))
        {
            return false;
        }

        while (Take(Token.Comma))
        {
        }

        return Take(Token.Greater) && IsAt(Token.CloseParen);
    }

    private bool TypeArguments()
    {
        Advance();
        do
        {
            if (!Type())
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.Greater);
    }

    /// <summary>Names in brackets, behind <c>var</c>.</summary>
    private bool Designations()
    {
        if (++_depth > Deepest || !Take(Token.OpenParen))
        {
            return false;
        }

        var names = 0;
        do
        {
            names++;
            if (!(IsAt(Token.OpenParen) ? Designations() : TakeName()))
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        _depth--;
        return names > 1 && Take(Token.CloseParen);
    }

    private bool Pattern()
    {
        if (++_depth > Deepest)
        {
            return false;
        }

        do
        {
            do
            {
                while (Take(Token.Not))
                {
                }

                if (!OnePattern())
                {
                    return false;
                }
            }
            while (Take(Token.And));
        }
        while (Take(Token.Or));
        _depth--;
        return IsAt(Token.Question) ? IsCondition() : !(Kind is Token.Less or Token.Star or Token.OpenBracket or Token.OpenParen or Token.Dot or Token.DotDot or Token.Exclamation or Token.QuestionDot);
    }

    /// <summary>Whether a question mark behind a type is that of a condition, since what an expression begins with follows.</summary>
    private readonly bool IsCondition() =>
        Next() is var next && next < _text.Length && (IsWordStart(_text[next]) || char.IsAsciiDigit(_text[next]) || _text[next] is '"' or '\'' or '$' or '(');

    private bool OnePattern()
    {
        switch (Kind)
        {
            case Token.Number or Token.Text or Token.Constant:
                Advance();
                return true;
            case Token.Minus:
                Advance();
                return Take(Token.Number);
            case Token.Less or Token.Greater or Token.Relational:
                Advance();
                return IsAt(Token.Minus) ? TakeBoth(Token.Minus, Token.Number)
                    : IsAt(Token.Predefined) ? TakeBoth(Token.Predefined, Token.Dot) && TakeName()
                    : Take(Token.Number) || Take(Token.Text) || Constant();
            case Token.OpenBrace:
                return Properties() && Designation();
            case Token.OpenBracket:
                return List() && Designation();
            case Token.Var:
                Advance();
                return IsAt(Token.OpenParen) ? Designations() : TakeName();
            case Token.Name when _text[_start.._end] is "_":
                Advance();
                return true;
            case Token.Name or Token.Predefined:
                return PlainType() && (!IsAt(Token.OpenBrace) || Properties()) && Designation();
            case Token.OpenParen:
                return PatternsInBrackets() && Designation();
            default:
                return false;
        }
    }

    private bool Constant()
    {
        do
        {
            if (!TakeName())
            {
                return false;
            }
        }
        while (Take(Token.Dot));
        return true;
    }

    private bool Designation() => !IsAt(Token.Name) || TakeName();

    private bool Properties()
    {
        Advance();
        while (!IsAt(Token.CloseBrace))
        {
            if (!Constant() || !Take(Token.Colon) || !Pattern())
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

    private bool List()
    {
        Advance();
        while (!IsAt(Token.CloseBracket))
        {
            if (Take(Token.DotDot))
            {
                if (!(Kind is Token.Comma or Token.CloseBracket) && !Pattern())
                {
                    return false;
                }
            }
            else if (!Pattern())
            {
                return false;
            }

            if (!Take(Token.Comma))
            {
                break;
            }
        }

        return Take(Token.CloseBracket);
    }

    /// <summary>Several patterns, or one that is clearly none but a pattern; or a constant of another type.</summary>
    private bool PatternsInBrackets()
    {
        Advance();
        if (IsAt(Token.Predefined) && NextIs(')'))
        {
            Advance();
            return Take(Token.CloseParen) && (Take(Token.Number) || Take(Token.Text));
        }

        var patterns = 0;
        do
        {
            patterns++;
            if (!Pattern())
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.CloseParen)
            && (patterns > 1 || Kind is Token.CloseParen or Token.Binary or Token.Semicolon or Token.Comma or Token.Question or Token.Arrow or Token.And or Token.Or or Token.Colon or Token.When);
    }
}
