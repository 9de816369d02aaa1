namespace Conductor.Views.CSharp.Bodies;

/// <summary>Tells words from names.</summary>
internal static class Words
{
    private const int Longest = 10;

    /// <summary>What a word is that is written without an <c>@</c>. Some that begin with two underscores are keywords (<c>__arglist</c>), so none of them is read.</summary>
    public static Token Of(ReadOnlySpan<char> word) => word is ['_', '_', ..] ? Token.Keyword : word.Length > Longest || !char.IsAsciiLetterLower(word[0]) ? Token.Name : word switch
    {
        "async" => Token.Async,
        "await" => Token.Await,
        "var" => Token.Var,
        "when" => Token.When,
        "and" => Token.And,
        "or" => Token.Or,
        "not" => Token.Not,
        "with" => Token.With,
        "yield" => Token.Yield,
        "from" => Token.From,
        "field" => Token.Field,
        "scoped" or "global" or "partial" or "required" or "extension" or "union" or "closed" or "safe" or "allows" or "managed" or "unmanaged" => Token.Contextual,
        "true" or "false" or "null" => Token.Constant,
        "bool" or "byte" or "sbyte" or "short" or "ushort" or "int" or "uint" or "long" or "ulong" or "float" or "double" or "decimal" or "string" or "object" or "char" => Token.Predefined,
        "void" => Token.Void,
        "this" => Token.This,
        "base" => Token.Base,
        "new" => Token.New,
        "typeof" => Token.TypeOf,
        "sizeof" => Token.SizeOf,
        "default" => Token.Default,
        "checked" or "unchecked" => Token.Checked,
        "is" => Token.Is,
        "as" => Token.As,
        "switch" => Token.Switch,
        "case" => Token.Case,
        "if" => Token.If,
        "else" => Token.Else,
        "while" => Token.While,
        "do" => Token.Do,
        "for" => Token.For,
        "foreach" => Token.ForEach,
        "in" => Token.In,
        "out" => Token.Out,
        "ref" => Token.Ref,
        "params" => Token.Params,
        "return" => Token.Return,
        "throw" => Token.Throw,
        "break" => Token.Break,
        "continue" => Token.Continue,
        "try" => Token.Try,
        "catch" => Token.Catch,
        "finally" => Token.Finally,
        "using" => Token.Using,
        "lock" => Token.Lock,
        "const" => Token.Const,
        "static" => Token.Static,
        "stackalloc" => Token.StackAlloc,
        "class" or "struct" or "interface" => Token.Type,
        "enum" => Token.Enum,
        "namespace" => Token.Namespace,
        "abstract" or "delegate" or "event" or "explicit" or "extern" or "fixed" or "goto" or "implicit" or "internal" or "operator" or "override" or "private" or "protected"
            or "public" or "readonly" or "sealed" or "unsafe" or "virtual" or "volatile" => Token.Keyword,
        _ => Token.Name,
    };
}
