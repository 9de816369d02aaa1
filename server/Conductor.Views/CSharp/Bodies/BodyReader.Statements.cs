namespace Conductor.Views.CSharp.Bodies;

/// <content>Statements.</content>
internal ref partial struct BodyReader
{
    /// <summary>
    /// Goes over a body, from its opening brace to its closing one. False where anything in it is not known; the current token is then anywhere.
    /// </summary>
    /// <param name="isAsync">Whether its member is marked <c>async</c>.</param>
    /// <param name="isAccessor">Whether it is that of an accessor.</param>
    public bool Body(bool isAsync, bool isAccessor)
    {
        (_isAsync, _isAccessor, _depth, _hole) = (isAsync, isAccessor, 0, -1);
        Advance();
        return Statements() && IsAt(Token.CloseBrace);
    }

    /// <summary>As <see cref="Body"/>, from the arrow of an expression in place of a body to the semicolon behind it.</summary>
    public bool ArrowBody(bool isAsync)
    {
        (_isAsync, _isAccessor, _depth, _hole) = (isAsync, true, 0, -1);
        Advance();
        return Value() && IsAt(Token.Semicolon);
    }

    private bool Statements()
    {
        while (!IsAt(Token.CloseBrace))
        {
            if (!Statement(isEmbedded: false))
            {
                return false;
            }
        }

        return true;
    }

    private bool Block() => Take(Token.OpenBrace) && Statements() && Take(Token.CloseBrace);

    /// <param name="isEmbedded">Whether it is part of another statement, where it declares nothing.</param>
    private bool Statement(bool isEmbedded)
    {
        if (++_depth > Deepest)
        {
            return false;
        }

        var isRead = Kind switch
        {
            Token.OpenBrace => Block(),
            Token.If => If(),
            Token.While => TakeCondition() && Embedded(),
            Token.Do => Do(),
            Token.For => For(),
            Token.ForEach => ForEach(),
            Token.Return => Jump(),
            Token.Throw => Jump(),
            Token.Break or Token.Continue => TakeAlone(),
            Token.Try => Try(),
            Token.Using => Using(isEmbedded),
            Token.Lock => TakeCondition() && Embedded(),
            Token.Switch => Switch(),
            Token.Yield => Yield(),
            Token.Const or Token.Static or Token.Async or Token.Void => !isEmbedded && Marked(),
            Token.Name or Token.Var or Token.Predefined or Token.OpenParen => isEmbedded ? ExpressionStatement() : DeclarationOrExpression(),
            Token.Await => Await(isEmbedded),
            Token.This or Token.Base or Token.New or Token.PlusPlus or Token.MinusMinus or Token.Field => ExpressionStatement(),
            _ => false,
        };
        _depth--;
        return isRead;
    }

    private bool Embedded() => Statement(isEmbedded: true);

    private bool TakeAlone()
    {
        Advance();
        return Take(Token.Semicolon);
    }

    /// <summary>A word and an expression in brackets.</summary>
    private bool TakeCondition()
    {
        Advance();
        return Take(Token.OpenParen) && Expression() && Take(Token.CloseParen);
    }

    private bool If() => TakeCondition() && Embedded() && (!Take(Token.Else) || Embedded());

    private bool Do()
    {
        Advance();
        return Embedded() && IsAt(Token.While) && TakeCondition() && Take(Token.Semicolon);
    }

    private bool For()
    {
        Advance();
        return Take(Token.OpenParen)
            && (Take(Token.Semicolon) || (!IsAt(Token.Await) && DeclarationOrExpression(mayBeFunction: false)))
            && (IsAt(Token.Semicolon) || Expression()) && Take(Token.Semicolon)
            && (IsAt(Token.CloseParen) || Steps()) && Take(Token.CloseParen) && Embedded();
    }

    private bool Steps()
    {
        do
        {
            if (!Effect())
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return true;
    }

    private bool ForEach()
    {
        Advance();
        if (!Take(Token.OpenParen))
        {
            return false;
        }

        var start = Here();
        var isVariable = IsAt(Token.Var) && NextIs('(') ? TakeVar() && Designations() : Type() && TakeName();
        if (!isVariable && start.Kind == Token.OpenParen)
        {
            Back(start);
            isVariable = Bracketed();
        }

        return isVariable && Take(Token.In) && Expression() && Take(Token.CloseParen) && Embedded();
    }

    private bool TakeVar() => Take(Token.Var);

    private bool Jump()
    {
        Advance();
        return Take(Token.Semicolon) || (Expression() && Take(Token.Semicolon));
    }

    private bool Yield()
    {
        Advance();
        return IsAt(Token.Break) ? TakeAlone() : Take(Token.Return) && Expression() && Take(Token.Semicolon);
    }

    private bool Try()
    {
        Advance();
        if (!Block())
        {
            return false;
        }

        var isComplete = false;
        while (Take(Token.Catch))
        {
            isComplete = true;
            if (Take(Token.OpenParen) && !(Type() && (!IsAt(Token.Name) || TakeName()) && Take(Token.CloseParen)))
            {
                return false;
            }

            if (IsAt(Token.When) && !TakeCondition())
            {
                return false;
            }

            if (!Block())
            {
                return false;
            }
        }

        return Take(Token.Finally) ? Block() : isComplete;
    }

    private bool Using(bool isEmbedded)
    {
        Advance();
        if (!Take(Token.OpenParen))
        {
            return !isEmbedded && Type() && TakeName() && IsAt(Token.Assign) && Declarators() && Take(Token.Semicolon);
        }

        var start = Here();
        var isDeclaration = Type() && TakeName() && IsAt(Token.Assign);
        if (!isDeclaration)
        {
            Back(start);
        }

        return (isDeclaration ? Declarators() : Expression()) && Take(Token.CloseParen) && Embedded();
    }

    private bool Await(bool isEmbedded)
    {
        if (!_isAsync)
        {
            return false;
        }

        var start = Here();
        Advance();
        if (IsAt(Token.ForEach))
        {
            return ForEach();
        }

        if (IsAt(Token.Using))
        {
            return Using(isEmbedded);
        }

        Back(start);
        return ExpressionStatement();
    }

    private bool Switch()
    {
        Advance();
        if (!Take(Token.OpenParen) || !Expression())
        {
            return false;
        }

        while (Take(Token.Comma))
        {
            if (!Expression())
            {
                return false;
            }
        }

        if (!Take(Token.CloseParen) || !Take(Token.OpenBrace))
        {
            return false;
        }

        do
        {
            if (!Section())
            {
                return false;
            }
        }
        while (!IsAt(Token.CloseBrace));
        return Take(Token.CloseBrace);
    }

    private bool Section()
    {
        if (!IsLabel() || !Label())
        {
            return false;
        }

        while (IsLabel())
        {
            if (!Label())
            {
                return false;
            }
        }

        do
        {
            if (!Statement(isEmbedded: false))
            {
                return false;
            }
        }
        while (!IsLabel() && !IsAt(Token.CloseBrace));
        return true;
    }

    private readonly bool IsLabel() => Kind is Token.Case or Token.Default;

    private bool Label()
    {
        var isDefault = IsAt(Token.Default);
        Advance();
        return (isDefault || (Pattern() && (!Take(Token.When) || Operands(out _)))) && Take(Token.Colon);
    }

    private bool ExpressionStatement() => Effect() && Take(Token.Semicolon);

    /// <summary>An expression that does something: a call, an assignment, one that counts up or down. Others are no statements.</summary>
    private bool Effect()
    {
        var first = Kind;
        if (!Unary())
        {
            return false;
        }

        if (Kind is Token.Assign or Token.CompoundAssign)
        {
            Advance();
            return first != Token.Await && Expression();
        }

        return first is Token.Await or Token.PlusPlus or Token.MinusMinus or Token.New || _text[.._start].TrimEnd() is [.., ')'] or [.., '+', '+'] or [.., '-', '-'];
    }
}
