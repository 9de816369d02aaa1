using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Conductor.Workers.Tests.Models.Providers;

/// <summary>The tools that the models of the scenarios call.</summary>
internal static class ScenarioTools
{
    public static ImmutableArray<AIFunctionDeclaration> All { get; } =
    [
        Declared("read_file", """{ "type": "object", "properties": { "path": { "type": "string" } }, "required": ["path"], "additionalProperties": false }"""),
        Declared("list_files", """{ "type": "object", "properties": { "path": { "type": "string" } }, "additionalProperties": false }"""),
        Declared("write_file", """{ "type": "object", "properties": { "path": { "type": "string" }, "content": { "type": "string" } }, "required": ["path", "content"], "additionalProperties": false }"""),
    ];

    private static AIFunctionDeclaration Declared(string name, string schema) =>
        AIFunctionFactory.CreateDeclaration(name, $"Does {name}.", JsonElement.Parse(schema));
}
