// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.
namespace Conductor.Server.Protocol;

/// <summary>Names the contract this server was built with.</summary>
public static class ContractHash
{
    /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
    public const string Value = "d882c0d47dd7cee4cf5361b1c9007c75018a24c9f38a15098cb3430e082863cb";
}
