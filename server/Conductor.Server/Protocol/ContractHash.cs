// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.
namespace Conductor.Server.Protocol;

/// <summary>Names the contract this server was built with.</summary>
public static class ContractHash
{
    /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
    public const string Value = "e40fc6c5813d2b9d92e2fed8bf5fdc3cbddac7a2db8fb688be3e2aa370dd952e";
}
