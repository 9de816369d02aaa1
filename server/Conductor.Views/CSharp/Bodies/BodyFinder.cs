namespace Conductor.Views.CSharp.Bodies;

/// <summary>
/// Finds the bodies of members that the parser need not see. It only guesses which braces are those of a body: what it guesses wrong about the parser tells, since a blank body then
/// does not stand where one of a member is. For one text, single-threaded.
/// </summary>
internal ref struct BodyFinder(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly List<BlankBody> _bodies = [];
    private readonly List<Around> _around = [];
    private readonly List<int> _conditions = [];
    private BodyReader _reader = new(text);
    private Header _header;

    private enum Around : byte
    {
        Namespace,
        Type,
        Accessors,
        Other,
    }

    private readonly Around Where => _around.Count == 0 ? Around.Namespace : _around[^1];

    /// <summary>The bodies, in the order of the text.</summary>
    public List<BlankBody> Find()
    {
        _reader.Advance();
        while (Step())
        {
        }

        return _bodies;
    }

    private bool Step()
    {
        switch (_reader.Kind)
        {
            case Token.End or Token.Unknown:
                return false;
            case Token.OpenBrace when _header.Depth == 0:
                return Open();
            case Token.Arrow when _header.Depth == 0 && Where is Around.Type or Around.Accessors && _header.IsBeforeArrow && _conditions.Count == 0:
                return Arrow();
            case Token.CloseBrace when _header.Depth == 0:
                _around.RemoveRange(Math.Max(0, _around.Count - 1), Math.Min(1, _around.Count));
                _header = default;
                break;
            case Token.Semicolon when _header.Depth == 0:
                _header = default;
                break;
            case Token.Hash:
                return Directive();
            case Token.InterpolatedText:
                _header.Take(Token.Text, "");
                return _reader.Interpolated();
            default:
                _header.Take(_reader.Kind, _text[_reader.Start.._reader.End]);
                break;
        }

        _reader.Advance();
        return true;
    }

    private bool Open()
    {
        var around = Where;
        var inside = _header.Inside(around);
        var canBeBody = around is Around.Type or Around.Accessors && inside == Around.Other && _conditions.Count == 0;
        var isBody = canBeBody && _header.IsBeforeBody(around);
        var isAsync = _header.IsAsync && around == Around.Type;
        _header = default;
        if (!isBody || !TryAdd(isArrow: false, isAsync, isAccessor: around == Around.Accessors))
        {
            _around.Add(inside);
        }

        _reader.Advance();
        return true;
    }

    private bool Arrow()
    {
        if (TryAdd(isArrow: true, _header.IsAsync && Where == Around.Type && _header.IsBeforeBody(Around.Type), isAccessor: true))
        {
            _header = default;
        }
        else
        {
            _header.Take(Token.Arrow, "");
        }

        _reader.Advance();
        return true;
    }

    /// <summary>Goes to the end of a body, or stays where it starts.</summary>
    private bool TryAdd(bool isArrow, bool isAsync, bool isAccessor)
    {
        var start = _reader;
        if (BlankBody.IsKnown(ref _reader, _text, isArrow, isAsync, isAccessor))
        {
            _bodies.Add(new BlankBody(new SourceSpan(start.Start, _reader.End), isArrow, isAsync, isAccessor));
            return true;
        }

        _reader = start;
        return false;
    }

    /// <summary>Goes over a directive. What stands between conditions may not be seen by the parser.</summary>
    private bool Directive()
    {
        var rest = _text[_reader.End..];
        var length = rest.IndexOf('\n');
        var word = rest.TrimStart(" \t");
        if (word.StartsWith("if"))
        {
            _conditions.Add(_around.Count);
        }
        else if (word.StartsWith("el") && _conditions.Count > 0)
        {
            // Each branch goes on where the first one began.
            _around.RemoveRange(Math.Min(_around.Count, _conditions[^1]), Math.Max(0, _around.Count - _conditions[^1]));
        }
        else if (word.StartsWith("endif") && _conditions.Count > 0)
        {
            _conditions.RemoveAt(_conditions.Count - 1);
        }

        if (length < 0)
        {
            return false;
        }

        _reader.GoTo(_reader.End + length);
        return true;
    }

    /// <summary>What has been seen since the last declaration or body.</summary>
    private struct Header
    {
        private Token _last;
        private bool _isType;
        private bool _isEnum;
        private bool _isNamespace;
        private bool _isValue;
        private bool _isConstrained;
        private bool _isAccessor;

        /// <summary>Brackets that are open.</summary>
        public int Depth { get; private set; }

        public bool IsAsync { get; private set; }

        public readonly bool IsBeforeArrow => !(_isValue || _isType || _isEnum || _isNamespace);

        public void Take(Token kind, ReadOnlySpan<char> word)
        {
            _last = kind;
            switch (kind)
            {
                case Token.OpenParen or Token.OpenBracket or Token.OpenBrace:
                    Depth++;
                    break;
                case Token.CloseParen or Token.CloseBracket or Token.CloseBrace:
                    Depth = Math.Max(0, Depth - 1);
                    break;
                case var _ when Depth > 0:
                    break;
                case Token.Type:
                    _isType |= !_isConstrained;
                    break;
                case Token.Contextual:
                    _isType |= word is "extension";
                    break;
                case Token.Enum:
                    _isEnum = true;
                    break;
                case Token.Namespace:
                    _isNamespace = true;
                    break;
                case Token.Assign or Token.Arrow:
                    _isValue = true;
                    break;
                case Token.Async:
                    IsAsync = true;
                    break;
                case Token.Name:
                    _isConstrained |= word is "where";
                    _isType |= word is "record";
                    _isAccessor = word is "get" or "set" or "init" or "add" or "remove";
                    break;
            }
        }

        /// <summary>What the braces that follow hold.</summary>
        public readonly Around Inside(Around around) =>
            _isNamespace ? Around.Namespace
            : _isType ? Around.Type
            : _isEnum || _isValue ? Around.Other
            : around == Around.Type && !_isConstrained && _last is Token.Name or Token.Greater or Token.CloseBracket or Token.This ? Around.Accessors
            : Around.Other;

        public readonly bool IsBeforeBody(Around around) => !_isValue && (around == Around.Accessors ? _isAccessor : _last == Token.CloseParen || _isConstrained);
    }
}
