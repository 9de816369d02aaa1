using Conductor.Server.Protocol;
using Xunit;

namespace Conductor.Server.Tests.Protocol;

public sealed class TypeScriptContractTests
{
    [Theory]
    [InlineData("extension/src/protocol.generated.ts")]
    [InlineData("server/Conductor.Server/Protocol/ContractHash.cs")]
    public void The_committed_contract_is_the_one_the_code_has(string path)
    {
        TypeScriptWriter.Contract contract = TypeScriptWriter.Write();
        string expected = path.EndsWith(".ts", StringComparison.Ordinal) ? contract.TypeScript : contract.CSharp;

        GeneratedFile.Check(path, expected);
    }

    [Fact]
    public void Members_that_may_be_null_are_optional()
    {
        string typeScript = TypeScriptWriter.Write().TypeScript;

        Assert.Contains("export interface TicketNoteParams {\n  readonly trackId: string;\n  readonly ticketId: string;\n"
            + "  readonly note?: string;\n}", typeScript, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_method_of_the_contract_has_a_constant_with_its_name()
    {
        string typeScript = TypeScriptWriter.Write().TypeScript;

        Assert.All(
            WireMethod.Of(typeof(IConductorServer)).Concat(WireMethod.Of(typeof(IConductorClient))),
            method => Assert.Contains($"(\"{method.Name}\");", typeScript, StringComparison.Ordinal));
    }
}
