namespace Conductor.Views;

/// <summary>How a language writes its comments and strings.</summary>
public enum SourceSyntax
{
    /// <summary>C#.</summary>
    CSharp,

    /// <summary>C and C++.</summary>
    C,

    /// <summary>Java.</summary>
    Java,

    /// <summary>Go.</summary>
    Go,

    /// <summary>Rust.</summary>
    Rust,

    /// <summary>JavaScript and TypeScript.</summary>
    Script,

    /// <summary>Python.</summary>
    Python,
}
