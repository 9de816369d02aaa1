namespace Conductor.Views;

/// <summary>What a declaration is, in words that every language shares.</summary>
public enum SourceMemberKind
{
    /// <summary>A namespace, a module or another block with declarations in it whose names it is no part of.</summary>
    Namespace,

    /// <summary>A class, struct, record, interface, trait or anything else that has members of its own.</summary>
    Type,

    /// <summary>An enumeration; its values are part of its signature.</summary>
    Enum,

    /// <summary>A function, method, operator or destructor.</summary>
    Function,

    /// <summary>What makes an object of the type it stands in.</summary>
    Constructor,

    /// <summary>A property or an indexer.</summary>
    Property,

    /// <summary>A field, constant or variable; one declaration may name several.</summary>
    Field,

    /// <summary>An event with accessors.</summary>
    Event,

    /// <summary>A delegate, an alias, a macro: a declaration without a body.</summary>
    Other,

    /// <summary>Statements outside any declaration that follow each other; they have no name.</summary>
    Statements,
}
