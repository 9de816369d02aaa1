import type { ApprovalInfo } from "../../protocol.generated";
import { isJsonObject, isSameJson } from "./draft";

/** What a tool call would do to one file. */
export interface ProposedChange {
  /** Workspace-relative. */
  readonly path: string;
  /** Content now; undefined: the file does not exist yet, or only a passage of it is known. */
  readonly before: string | undefined;
  readonly after: string;
  /** The texts are the replaced passage, not the whole file. */
  readonly isPassage: boolean;
}

/**
 * The change that these arguments would make; undefined when the call changes no file, or it cannot be told. The server
 * computed it for the proposed arguments; for edited ones it is computed here, by what `write_file` and `edit_file` do.
 */
export function proposedChange(approval: ApprovalInfo, args: unknown): ProposedChange | undefined {
  const { tool } = approval;
  if (tool?.risk !== "write" || tool.path === undefined || !isJsonObject(args)) {
    return undefined;
  }
  if (isSameJson(args, approval.arguments ?? {}) && tool.after !== undefined) {
    return { path: tool.path, before: tool.before, after: tool.after, isPassage: false };
  }
  const path = typeof args["path"] === "string" ? args["path"] : tool.path;
  const before = path === tool.path ? tool.before : undefined;
  if (tool.name === "write_file" && typeof args["content"] === "string") {
    return { path, before, after: args["content"], isPassage: false };
  }
  const { oldText, newText } = args;
  if (tool.name === "edit_file" && typeof oldText === "string" && typeof newText === "string") {
    const after = before === undefined ? undefined : replaceOnce(before, oldText, newText);
    return after === undefined
      ? { path, before: oldText, after: newText, isPassage: true }
      : { path, before, after, isPassage: false };
  }
  return undefined;
}

/** Undefined when the passage is not there exactly once, which the tool would refuse. */
function replaceOnce(text: string, passage: string, replacement: string): string | undefined {
  const at = text.indexOf(passage);
  if (passage === "" || at < 0 || text.includes(passage, at + 1)) {
    return undefined;
  }
  return text.slice(0, at) + replacement + text.slice(at + passage.length);
}
