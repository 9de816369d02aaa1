import type { ApprovalInfo } from "../../protocol.generated";
import { type ArgumentProblem, checkArguments } from "./argumentChecks";

/** What a person typed into an approval and has not sent. A member that is absent is as proposed. */
export interface Draft {
  readonly prompt?: string;
  readonly context?: string;
  /** The arguments as JSON text, which may be broken while it is being typed. */
  readonly arguments?: string;
  readonly reason?: string;
  /** Work that is sent back: what is wrong with it. */
  readonly words?: string;
  /** In doubt: what the call gave, if it counts as done. */
  readonly result?: string;
}

/** The part of a decision that a draft decides. Absent members mean: as shown. */
export interface Edits {
  readonly prompt?: string;
  readonly context?: string;
  readonly arguments?: unknown;
}

export type ResolvedDraft =
  | { readonly kind: "ready"; readonly edits: Edits; readonly isEdited: boolean }
  | { readonly kind: "invalid"; readonly problems: readonly ArgumentProblem[] };

/** What approving with this draft would send; a text that was typed back to the original is no edit. */
export function resolveDraft(approval: ApprovalInfo, draft: Draft | undefined): ResolvedDraft {
  const prompt = editedText(approval.prompt, draft?.prompt);
  const context = editedText(approval.context, draft?.context);
  const edits: { prompt?: string; context?: string; arguments?: unknown } = {};
  if (prompt !== undefined) {
    edits.prompt = prompt;
  }
  if (context !== undefined) {
    edits.context = context;
  }
  // A call in doubt has been made as it is shown: nothing of it can be edited.
  if (approval.tool && !approval.doubt && draft?.arguments !== undefined) {
    const parsed = parseArguments(draft.arguments);
    if (parsed.kind === "broken") {
      return { kind: "invalid", problems: [{ property: "", keyword: "json", detail: parsed.message }] };
    }
    if (!isSameJson(parsed.value, approval.arguments ?? {})) {
      const problems = checkArguments(approval.tool.argumentsSchema, parsed.value);
      if (problems.length > 0) {
        return { kind: "invalid", problems };
      }
      edits.arguments = parsed.value;
    }
  }
  return { kind: "ready", edits, isEdited: Object.keys(edits).length > 0 };
}

/** True when approving would send something else than what was proposed, or could not be sent yet. */
export function isModified(approval: ApprovalInfo, draft: Draft | undefined): boolean {
  const resolved = resolveDraft(approval, draft);
  return resolved.kind === "invalid" || resolved.isEdited;
}

/** The arguments an approval would run with, for pictures of the change; undefined while the text is broken. */
export function currentArguments(approval: ApprovalInfo, draft: Draft | undefined): unknown {
  if (draft?.arguments === undefined) {
    return approval.arguments ?? {};
  }
  const parsed = parseArguments(draft.arguments);
  return parsed.kind === "parsed" ? parsed.value : undefined;
}

export function argumentsText(value: unknown): string {
  return JSON.stringify(value ?? {}, undefined, 2);
}

export type ParsedArguments =
  | { readonly kind: "parsed"; readonly value: unknown }
  | { readonly kind: "broken"; readonly message: string };

export function parseArguments(text: string): ParsedArguments {
  try {
    return { kind: "parsed", value: JSON.parse(text) };
  } catch (error) {
    return { kind: "broken", message: error instanceof Error ? error.message : String(error) };
  }
}

/** A text area knows only line feeds: its value is compared in that form, and sent with the line ends of the original. */
export function editedText(original: string | undefined, edited: string | undefined): string | undefined {
  if (edited === undefined) {
    return undefined;
  }
  const before = original ?? "";
  if (edited === before || toLineFeeds(edited) === toLineFeeds(before)) {
    return undefined;
  }
  return usesOnlyCarriageReturns(before) ? toLineFeeds(edited).replaceAll("\n", "\r\n") : edited;
}

export function toLineFeeds(text: string): string {
  return text.replaceAll("\r\n", "\n").replaceAll("\r", "\n");
}

/** Equal as JSON: the order of an object's members does not count. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isSameJson(item, right[index]));
  }
  if (isJsonObject(left) && isJsonObject(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every((name) => Object.hasOwn(right, name) && isSameJson(left[name], right[name]))
    );
  }
  return left === right;
}

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function usesOnlyCarriageReturns(text: string): boolean {
  return text.includes("\r\n") && !/(^|[^\r])\n/.test(text);
}
