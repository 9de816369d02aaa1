namespace Conductor.Views.CSharp.Bodies;

/// <content>What makes a value: objects, arrays, collections.</content>
internal ref partial struct BodyReader
{
    /// <summary>From behind <c>new</c>.</summary>
    private bool Creation()
    {
        switch (Kind)
        {
            case Token.OpenParen:
                return Arguments() && (!IsAt(Token.OpenBrace) || Initializer()) && Behind(canIndex: false);
            case Token.OpenBracket:
                Advance();
                return Take(Token.CloseBracket) && IsAt(Token.OpenBrace) && Initializer() && Behind();
            case Token.OpenBrace:
                return Anonymous() && Behind(canIndex: false);
        }

        if (!TypeName())
        {
            return false;
        }

        switch (Kind)
        {
            case Token.OpenParen:
                return Arguments() && (!IsAt(Token.OpenBrace) || Initializer()) && Behind(canIndex: false);
            case Token.OpenBrace:
                return Initializer() && Behind(canIndex: false);
            case Token.OpenBracket:
                return Array();
            default:
                return false;
        }
    }

    private bool Array()
    {
        Advance();
        var isSized = !IsAt(Token.CloseBracket);
        if (isSized)
        {
            do
            {
                if (!Expression())
                {
                    return false;
                }
            }
            while (Take(Token.Comma));
        }

        if (!Take(Token.CloseBracket))
        {
            return false;
        }

        while (Take(Token.OpenBracket))
        {
            if (!Take(Token.CloseBracket))
            {
                return false;
            }
        }

        // Behind the brackets these would belong to the type.
        return IsAt(Token.OpenBrace) ? Initializer() && Behind(canIndex: false) : isSized && !(Kind is Token.Star or Token.Question) && Behind(canIndex: false);
    }

    /// <summary>Members, indexes or elements in braces.</summary>
    private bool Initializer()
    {
        if (++_depth > Deepest || !Take(Token.OpenBrace))
        {
            return false;
        }

        while (!IsAt(Token.CloseBrace))
        {
            if (!Element())
            {
                return false;
            }

            if (!Take(Token.Comma))
            {
                break;
            }
        }

        _depth--;
        return Take(Token.CloseBrace);
    }

    private bool Element()
    {
        if (IsAt(Token.OpenBrace))
        {
            return Values();
        }

        if (IsAt(Token.OpenBracket))
        {
            // A collection in brackets looks alike up to what follows it.
            Advance();
            return !IsAt(Token.CloseBracket) && Indexes() && Take(Token.Assign) && (IsAt(Token.OpenBrace) ? Initializer() : Expression());
        }

        if (IsAt(Token.Name) && NextIs('=') && !NextIs('=', '=') && !NextIs('=', '>'))
        {
            Advance();
            Advance();
            return IsAt(Token.OpenBrace) ? Initializer() : Expression();
        }

        return Expression();
    }

    /// <summary>What one call that adds an element gets, or one row of an array.</summary>
    private bool Values()
    {
        do
        {
            Advance();
            if (!Expression())
            {
                return false;
            }
        }
        while (IsAt(Token.Comma));
        return Take(Token.CloseBrace);
    }

    private bool Anonymous()
    {
        Advance();
        while (!IsAt(Token.CloseBrace))
        {
            if (IsAt(Token.Name) && NextIs('=') && !NextIs('=', '=') && !NextIs('=', '>'))
            {
                Advance();
                Advance();
            }

            if (!Expression())
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

    /// <summary>A collection in brackets.</summary>
    private bool Elements()
    {
        Advance();
        while (!IsAt(Token.CloseBracket))
        {
            Take(Token.DotDot);
            if (!Expression())
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
}
