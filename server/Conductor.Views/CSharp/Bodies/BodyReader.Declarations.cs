namespace Conductor.Views.CSharp.Bodies;

/// <content>Variables and local functions.</content>
internal ref partial struct BodyReader
{
    /// <summary>What begins with a word that only declarations begin with.</summary>
    private bool Marked()
    {
        if (Take(Token.Const))
        {
            return Type() && TakeName() && IsAt(Token.Assign) && Declarators() && Take(Token.Semicolon);
        }

        var isAsync = false;
        while (Kind is Token.Static or Token.Async)
        {
            isAsync |= IsAt(Token.Async);
            Advance();
        }

        return (Take(Token.Void) || Type()) && TakeName() && Kind is Token.OpenParen or Token.Less && LocalFunction(isAsync);
    }

    /// <param name="mayBeFunction">A local function may stand here, as it may not in the head of a <c>for</c>.</param>
    private bool DeclarationOrExpression(bool mayBeFunction = true)
    {
        var start = Here();
        if (IsAt(Token.Var) && NextIs('('))
        {
            Advance();
            return Designations() && Take(Token.Assign) && Expression() && Take(Token.Semicolon);
        }

        if (Type() && TakeName())
        {
            return Kind switch
            {
                Token.Assign or Token.Semicolon or Token.Comma => Declarators() && Take(Token.Semicolon),
                Token.OpenParen or Token.Less => mayBeFunction && LocalFunction(isAsync: false),
                _ => false,
            };
        }

        Back(start);
        return ExpressionStatement();
    }

    /// <summary>From behind the first name.</summary>
    private bool Declarators()
    {
        do
        {
            if (Take(Token.Assign) && !Expression())
            {
                return false;
            }

            if (!IsAt(Token.Comma))
            {
                return true;
            }

            Advance();
        }
        while (TakeName());
        return false;
    }

    /// <summary>From behind its name.</summary>
    private bool LocalFunction(bool isAsync)
    {
        if (Take(Token.Less))
        {
            do
            {
                if (!TakeName())
                {
                    return false;
                }
            }
            while (Take(Token.Comma));
            if (!Take(Token.Greater))
            {
                return false;
            }
        }

        if (!Parameters())
        {
            return false;
        }

        var wasAsync = _isAsync;
        _isAsync = isAsync;
        var isRead = IsAt(Token.OpenBrace) ? Block() : Take(Token.Arrow) && Value() && Take(Token.Semicolon);
        _isAsync = wasAsync;
        return isRead;
    }

    private bool Parameters()
    {
        if (!Take(Token.OpenParen))
        {
            return false;
        }

        if (Take(Token.CloseParen))
        {
            return true;
        }

        do
        {
            if (Kind is Token.Ref or Token.Out or Token.In or Token.Params)
            {
                Advance();
            }

            if (!Type() || !TakeName() || (Take(Token.Assign) && !Expression()))
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.CloseParen);
    }
}
