namespace Conductor.Views.CSharp.Bodies;

/// <content>Operands: names, calls, literals, what stands before and behind them.</content>
internal ref partial struct BodyReader
{
    private bool Unary()
    {
        while (true)
        {
            switch (Kind)
            {
                case Token.Plus or Token.Minus or Token.Exclamation or Token.Tilde or Token.PlusPlus or Token.MinusMinus or Token.Caret:
                case Token.Await when _isAsync:
                    Advance();
                    break;
                case Token.OpenParen:
                    switch (Cast())
                    {
                        case true:
                            break;
                        case false:
                            return false;
                        default:
                            return Bracketed() && Behind();
                    }

                    break;
                default:
                    return Primary();
            }
        }
    }

    /// <summary>A type in brackets with its operand behind it. Goes to the operand.</summary>
    /// <returns>Null where it is an expression in brackets; the token is then the bracket again. False where that is not certain.</returns>
    private bool? Cast()
    {
        var start = Here();
        Advance();
        var isPredefined = IsAt(Token.Predefined);
        if (!Type() || !IsAt(Token.CloseParen))
        {
            Back(start);
            return null;
        }

        // Only a type with a sign of its own is one for certain.
        var isSure = isPredefined || _text[start.Start.._start].TrimEnd() is [.., '?' or ']' or '>' or ')'];
        Advance();
        switch (Kind)
        {
            case Token.Name or Token.Number or Token.Text or Token.InterpolatedText or Token.Constant or Token.OpenParen or Token.This or Token.Base or Token.New or Token.TypeOf
                or Token.Default or Token.Predefined or Token.Tilde or Token.Checked or Token.SizeOf:
            case Token.OpenBracket when _text[start.Start.._start].TrimEnd("[ \n\r\t)") is [.., ']']:
            case Token.Await when _isAsync:
            case Token.Minus or Token.Plus or Token.Exclamation when isPredefined:
                return true;
            case Token.Dot or Token.QuestionDot or Token.OpenBracket or Token.CloseParen or Token.CloseBracket or Token.CloseBrace or Token.Comma or Token.Semicolon or Token.Colon
                or Token.Question or Token.Coalesce or Token.Arrow or Token.Assign or Token.CompoundAssign or Token.Relational or Token.Binary or Token.Plus or Token.Minus
                or Token.Star or Token.Caret or Token.Is or Token.As or Token.Less or Token.Greater or Token.PlusPlus or Token.MinusMinus or Token.Switch when !isSure:
                Back(start);
                return null;
            default:
                return false;
        }
    }

    /// <summary>One expression in brackets, or a tuple.</summary>
    private bool Bracketed()
    {
        Advance();
        var elements = 0;
        var isTuple = false;
        do
        {
            elements++;
            isTuple |= TakeLabel();
            var start = Here();
            if (!Expression() || !(Kind is Token.Comma or Token.CloseParen))
            {
                // A variable that a part of the tuple is assigned to.
                Back(start);
                isTuple = true;
                if (!Type() || !TakeName())
                {
                    return false;
                }
            }
        }
        while (Take(Token.Comma));
        return (!isTuple || elements > 1) && Take(Token.CloseParen);
    }

    /// <summary>Takes the name of an argument with its colon.</summary>
    private bool TakeLabel()
    {
        if (!IsAt(Token.Name) || !NextIs(':') || NextIs(':', ':'))
        {
            return false;
        }

        Advance();
        Advance();
        return true;
    }

    private bool Primary()
    {
        switch (Kind)
        {
            case Token.Number or Token.Text or Token.Constant or Token.This:
                Advance();
                return Behind();
            case Token.InterpolatedText:
                return Interpolated() && Behind();
            case Token.Name:
                return NameOrGeneric() && Behind();
            case Token.Field:
                Advance();
                return Behind();
            case Token.Base:
                Advance();
                return Kind is Token.Dot or Token.OpenBracket && Behind();
            case Token.Predefined:
                Advance();
                return IsAt(Token.Dot) && Behind();
            case Token.New:
                Advance();
                return Creation();
            case Token.TypeOf or Token.SizeOf:
                Advance();
                return Take(Token.OpenParen) && (Take(Token.Void) || TypeOrDefinition()) && Take(Token.CloseParen) && Behind();
            case Token.Default:
                Advance();
                return !IsAt(Token.OpenParen) ? Behind() : Take(Token.OpenParen) && Type() && Take(Token.CloseParen) && Behind();
            case Token.Checked:
                Advance();
                return Take(Token.OpenParen) && Expression() && Take(Token.CloseParen) && Behind();
            case Token.StackAlloc:
                Advance();
                return TypeName() && Take(Token.OpenBracket) && Expression() && Take(Token.CloseBracket);
            case Token.OpenBracket:
                return Elements() && Behind();
            default:
                return false;
        }
    }

    /// <summary>A name, with the types that belong to it where these are certain to be types.</summary>
    private bool NameOrGeneric()
    {
        Advance();
        if (!IsAt(Token.Less))
        {
            return true;
        }

        var start = Here();
        if (!TypeArguments())
        {
            Back(start);
            return true;
        }

        return Kind is Token.OpenParen or Token.Dot;
    }

    /// <summary>What follows an operand: members, calls, indexes.</summary>
    private bool Behind(bool canIndex = true)
    {
        while (true)
        {
            switch (Kind)
            {
                case Token.Dot or Token.QuestionDot:
                    Advance();
                    if (Kind is Token.Contextual or Token.Field or Token.Async or Token.Var or Token.When or Token.And or Token.Or or Token.Not or Token.With)
                    {
                        Advance();
                    }
                    else if (!IsAt(Token.Name) || !NameOrGeneric())
                    {
                        return false;
                    }

                    break;
                case Token.OpenParen:
                    if (!Arguments())
                    {
                        return false;
                    }

                    break;
                case Token.OpenBracket when canIndex:
                    Advance();
                    if (!Indexes())
                    {
                        return false;
                    }

                    break;
                case Token.OpenBracket:
                    return false;
                case Token.Exclamation:
                    Advance();
                    break;
                case Token.PlusPlus or Token.MinusMinus:
                    Advance();
                    return true;
                default:
                    return true;
            }

            canIndex = true;
        }
    }

    private bool Indexes()
    {
        do
        {
            TakeLabel();
            var start = _start;
            if (!IsAt(Token.DotDot) && !Expression())
            {
                return false;
            }

            if (IsAt(Token.DotDot) && !(CanBegin(_text[start.._start]) && RangeEnd()))
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.CloseBracket);
    }

    /// <summary>Whether a range may go on from an expression: a test of a type or what may be nothing would take its dots. Empty where there is none.</summary>
    private static bool CanBegin(ReadOnlySpan<char> expression) =>
        !expression.ContainsAny("?=\"") && !expression.Contains(" as ", StringComparison.Ordinal) && !expression.Contains(" is ", StringComparison.Ordinal);

    private bool RangeEnd()
    {
        Advance();
        return Kind is Token.CloseBracket or Token.Comma || Unary();
    }

    private bool Arguments()
    {
        Advance();
        if (Take(Token.CloseParen))
        {
            return true;
        }

        do
        {
            TakeLabel();
            if (!(IsAt(Token.Out) ? Out() : Kind is Token.Ref or Token.In ? Reference() : Expression()))
            {
                return false;
            }
        }
        while (Take(Token.Comma));
        return Take(Token.CloseParen);
    }

    private bool Reference()
    {
        Advance();
        return Unary();
    }

    private bool Out()
    {
        Advance();
        var start = Here();
        if (Type() && TakeName() && Kind is Token.Comma or Token.CloseParen)
        {
            return true;
        }

        Back(start);
        return Unary();
    }
}
