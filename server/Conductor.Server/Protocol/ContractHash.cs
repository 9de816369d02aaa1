// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.
namespace Conductor.Server.Protocol;

/// <summary>Names the contract this server was built with.</summary>
public static class ContractHash
{
    /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
    public const string Value = "67b4c23f0edfe0295706e86dfcd30d5b77b6c8db1a26068b8e59cd42781130b5";
}
