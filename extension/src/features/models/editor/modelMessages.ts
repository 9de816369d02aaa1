import * as vscode from "vscode";
import type { EditorModelCallParams, EditorModelMessage, EditorModelPart } from "../../../protocol.generated";

/** A call's conversation as the editor takes it. */
export function toMessages(messages: readonly EditorModelMessage[]): vscode.LanguageModelChatMessage[] {
  return messages.map(({ role, parts }) =>
    role === "assistant"
      ? vscode.LanguageModelChatMessage.Assistant(parts.flatMap(toAssistantPart))
      : vscode.LanguageModelChatMessage.User(parts.flatMap(toUserPart)),
  );
}

/** What a call asks for beside its conversation. */
export function toOptions(
  { tools, toolMode, maxOutputTokens }: EditorModelCallParams,
  justification: string,
): vscode.LanguageModelChatRequestOptions {
  return {
    justification,
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: toObject(inputSchema),
    })),
    toolMode:
      toolMode === "required" && tools.length > 0
        ? vscode.LanguageModelChatToolMode.Required
        : vscode.LanguageModelChatToolMode.Auto,
    // The editor names no such option; most that bring models know this one, and the others pass it over.
    ...(maxOutputTokens === undefined ? {} : { modelOptions: { max_tokens: maxOutputTokens } }),
  };
}

/** A part of an answer for the server; undefined for one that is empty, or of a kind that nobody asked for. */
export function fromPart(part: unknown): EditorModelPart | undefined {
  if (part instanceof vscode.LanguageModelTextPart) {
    return part.value === "" ? undefined : { text: part.value };
  }
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { toolCall: { callId: part.callId, name: part.name, arguments: part.input } };
  }
  const thinking = thoughtOf(part);
  return thinking === "" ? undefined : { thinking };
}

/** Thoughts are not in the API that every editor has; one that has them gives a text or several. */
function thoughtOf(part: unknown): string {
  const { LanguageModelThinkingPart: ThinkingPart } = vscode as {
    readonly LanguageModelThinkingPart?: new (...args: never[]) => { readonly value: unknown };
  };
  if (!ThinkingPart || !(part instanceof ThinkingPart)) {
    return "";
  }
  const texts: readonly unknown[] = Array.isArray(part.value) ? part.value : [part.value];
  return texts.filter((text) => typeof text === "string").join("");
}

function toAssistantPart({
  text,
  toolCall,
}: EditorModelPart): readonly (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] {
  if (toolCall) {
    const { callId, name } = toolCall;
    return [new vscode.LanguageModelToolCallPart(callId, name, toObject(toolCall.arguments))];
  }
  return text === undefined ? [] : [new vscode.LanguageModelTextPart(text)];
}

/** The editor's results cannot say that a call failed, so their text does. */
function toUserPart({
  text,
  toolResult,
}: EditorModelPart): readonly (vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart)[] {
  if (toolResult) {
    const told = toolResult.isError ? `The call failed: ${toolResult.text}` : toolResult.text;
    return [
      new vscode.LanguageModelToolResultPart(toolResult.callId, [new vscode.LanguageModelTextPart(told)]),
    ];
  }
  return text === undefined ? [] : [new vscode.LanguageModelTextPart(text)];
}

function toObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : {};
}
