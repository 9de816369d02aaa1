// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.
namespace Conductor.Server.Protocol;

/// <summary>Names the contract this server was built with.</summary>
public static class ContractHash
{
    /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
    public const string Value = "b58fdfb592cd60ebef6d6cd69a61f24b1a4b45daad5ece361bc06818ab741026";
}
