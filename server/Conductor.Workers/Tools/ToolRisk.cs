namespace Conductor.Workers.Tools;

/// <summary>What a call can do at worst; the approval policy starts from it.</summary>
public enum ToolRisk
{
    /// <summary>Looks at files inside the root.</summary>
    Read,

    /// <summary>Changes a file inside the root.</summary>
    Write,

    /// <summary>Runs a program, which is not confined to the root.</summary>
    Command,

    /// <summary>Ends the attempt.</summary>
    Verdict,
}
