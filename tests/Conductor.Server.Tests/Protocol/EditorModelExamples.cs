using Conductor.Server.Protocol;

namespace Conductor.Server.Tests.Protocol;

/// <summary>Examples of the messages about the editor's own models.</summary>
internal static class EditorModelExamples
{
    public static IReadOnlyList<object> All { get; } =
    [
        new ListEditorModelsParams(),
        new EditorModelList([new EditorModelInfo("copilot/gpt-4o", "copilot", "gpt-4o", "gpt-4o-2024-11-20", "GPT-4o", 64_000, CanSend: false)]),
        new EditorModelCallParams(
            "7",
            "copilot/gpt-4o",
            [
                new EditorModelMessage(EditorModelRole.User, [new EditorModelPart(Text: "You work on one ticket.")]),
                new EditorModelMessage(
                    EditorModelRole.Assistant,
                    [new EditorModelPart(ToolCall: new EditorToolCall("c-1", "read_file", TrackExamples.Json("""{ "path": "src/Index.cs" }""")))]),
                new EditorModelMessage(
                    EditorModelRole.User, [new EditorModelPart(ToolResult: new EditorToolResult("c-1", "No such file.", IsError: true))]),
            ],
            [new EditorModelTool("read_file", "Reads a file.", TrackExamples.Json("""{ "type": "object" }"""))],
            EditorToolMode.Required,
            MaxOutputTokens: 200),
        new EditorModelStreamed("7", 3, [new EditorModelPart(Thinking: "It is new."), new EditorModelPart(Text: "I will write it.")]),
        new EditorModelResult(EditorModelFinish.ToolCalls, Pieces: 4),
        new EditorModelsChanged(),
    ];
}
