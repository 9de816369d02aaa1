// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.
namespace Conductor.Server.Protocol;

/// <summary>Names the contract this server was built with.</summary>
public static class ContractHash
{
    /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
    public const string Value = "f66592e4487fedefbd9842278b9ea0c2b8732504bfe1ba869c3635f2aff7c4e3";
}
