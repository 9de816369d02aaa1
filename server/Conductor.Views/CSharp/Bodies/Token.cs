namespace Conductor.Views.CSharp.Bodies;

/// <summary>What a token of C# is, as far as it matters to where it may stand.</summary>
internal enum Token : byte
{
    /// <summary>Behind the last one.</summary>
    End,

    /// <summary>What is not read here: whatever holds it is left to the parser.</summary>
    Unknown,

    /// <summary>A name, or a word that is one wherever it is not understood otherwise.</summary>
    Name,

    Async,
    Await,
    Var,
    When,
    And,
    Or,
    Not,
    With,
    Yield,

    /// <summary>A name, unless a query begins with it.</summary>
    From,

    /// <summary>A name, unless it stands in an accessor.</summary>
    Field,

    /// <summary>A word that begins or is something else in places where a name may stand, so that it is no name here but behind a dot.</summary>
    Contextual,

    Number,
    Text,
    InterpolatedText,

    /// <summary><c>true</c>, <c>false</c>, <c>null</c>.</summary>
    Constant,

    /// <summary>A type with a keyword of its own, but <c>void</c>.</summary>
    Predefined,
    Void,
    This,
    Base,
    New,
    TypeOf,
    SizeOf,
    Default,
    Checked,
    Is,
    As,
    Switch,
    Case,
    If,
    Else,
    While,
    Do,
    For,
    ForEach,
    In,
    Out,
    Ref,
    Params,
    Return,
    Throw,
    Break,
    Continue,
    Try,
    Catch,
    Finally,
    Using,
    Lock,
    Const,
    Static,
    StackAlloc,

    /// <summary><c>class</c>, <c>struct</c>, <c>interface</c>.</summary>
    Type,
    Enum,
    Namespace,

    /// <summary>A keyword that has no place in what is read here.</summary>
    Keyword,

    OpenParen,
    CloseParen,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Semicolon,
    Comma,
    Colon,
    Dot,
    DotDot,
    Question,
    QuestionDot,
    Coalesce,
    Arrow,
    Assign,
    CompoundAssign,
    Less,
    Greater,

    /// <summary>At least or at most.</summary>
    Relational,

    /// <summary>One that stands between two operands and nowhere else.</summary>
    Binary,
    Plus,
    Minus,
    Star,
    Caret,
    Exclamation,
    Tilde,
    PlusPlus,
    MinusMinus,

    /// <summary>What a directive begins with.</summary>
    Hash,
}
