using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Writes the TypeScript side of the contract from the C# side: names by reflection, shapes from the JSON metadata of the wire.</summary>
internal static class TypeScriptWriter
{
    private const string Header = "// Generated from server/Conductor.Server/Protocol. "
        + "Do not edit: run the tests of Conductor.Server.Tests to regenerate.\n";

    /// <summary>The contract as C# and TypeScript should have it.</summary>
    /// <param name="TypeScript">The whole of <c>protocol.generated.ts</c>.</param>
    /// <param name="CSharp">The whole of <c>ContractHash.cs</c>.</param>
    internal sealed record Contract(string TypeScript, string CSharp);

    /// <summary>Writes the whole contract; the same sources give the same text on every machine.</summary>
    public static Contract Write()
    {
        var documentation = new SourceDocumentation("server/Conductor.Server/Protocol");
        var types = new TypeScriptTypes(documentation);
        WireMethod[] methods = [.. WireMethod.Of(typeof(IConductorServer)), .. WireMethod.Of(typeof(IConductorClient))];
        string requests = string.Join('\n', methods.Where(method => !method.IsNotification).Select(method => Request(method, types, documentation)));
        string notifications = string.Concat(methods.Where(method => method.IsNotification).Select(method => Notification(method, types, documentation)));
        types.Declare(typeof(ConductorInitializationOptions));
        types.Declare(typeof(ConductorSettings));

        string body = $"{string.Join('\n', types.Declarations)}\n{ErrorCodeConstants(documentation)}\n{requests}\n{notifications}".TrimEnd() + "\n";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        string typeScript = $"{Header}\nimport {{ NotificationType, RequestType }} from \"vscode-languageclient\";\n\n"
            + $"/** Exchanged with `initialize`, so that each side can say when they were built from different contracts. */\n"
            + $"export const ContractHash = \"{hash}\";\n\n{body}";
        return new Contract(typeScript, HashConstant(hash));
    }

    private static string Request(WireMethod method, TypeScriptTypes types, SourceDocumentation documentation) =>
        $"{TypeScriptTypes.Comment(documentation.Of(method.Contract, method.Method.Name))}"
        + $"export const {method.ConstantName}Request = new RequestType<\n  {NameOf(method.Parameter, types)},\n  {NameOf(method.Result, types)},\n"
        + $"  {types.Declare(typeof(ErrorData))}\n>(\"{method.Name}\");\n";

    private static string Notification(WireMethod method, TypeScriptTypes types, SourceDocumentation documentation) =>
        $"{TypeScriptTypes.Comment(documentation.Of(method.Contract, method.Method.Name))}"
        + $"export const {method.ConstantName}Notification = new NotificationType<{NameOf(method.Parameter, types)}>(\"{method.Name}\");\n";

    private static string NameOf(Type? type, TypeScriptTypes types) => type is null ? "void" : types.Declare(type);

    private static string ErrorCodeConstants(SourceDocumentation documentation)
    {
        IEnumerable<string> members = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .OrderBy(field => field.MetadataToken)
            .Select(field => $"{TypeScriptTypes.Comment(documentation.Of(typeof(ErrorCodes), field.Name), "  ")}"
                + $"  {char.ToLowerInvariant(field.Name[0])}{field.Name[1..]}: {field.GetRawConstantValue()},\n");
        return $"{TypeScriptTypes.Comment(documentation.Of(typeof(ErrorCodes)))}export const ErrorCodes = {{\n{string.Concat(members)}}} as const;\n";
    }

    private static string HashConstant(string hash) => $$"""
        {{Header.TrimEnd()}}
        namespace Conductor.Server.Protocol;

        /// <summary>Names the contract this server was built with.</summary>
        public static class ContractHash
        {
            /// <summary>SHA-256 of the TypeScript side, in lower-case hex; a client sends the one it was built with.</summary>
            public const string Value = "{{hash}}";
        }

        """.ReplaceLineEndings("\n");
}
