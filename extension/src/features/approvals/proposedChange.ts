import type { ApprovalInfo } from "../../protocol.generated";
import { isJsonObject, isSameJson } from "./draft";

/** What a tool call would do to one file. */
export interface ProposedChange {
  /** Workspace-relative. */
  readonly path: string;
  /** What the change replaces; undefined: the file does not exist yet, or, with `nothing`, its whole content, whatever that is. */
  readonly before: string | undefined;
  readonly after: string;
  /**
   * What is known of the file as it is now. `content`: all of it, so the texts are the file before and after. `passage`: the texts are
   * the replaced passage, which the file does not hold exactly once. `nothing`: a person's edit has led the call to a file that was not
   * looked at, or it cannot be read as a text; the texts are what the arguments say.
   */
  readonly known: "content" | "passage" | "nothing";
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
    return { path: tool.path, before: tool.before, after: tool.after, known: "content" };
  }
  const isElsewhere = !isSameJson(args["path"], pathOf(approval));
  const path = isElsewhere && typeof args["path"] === "string" ? args["path"] : tool.path;
  const { content, oldText, newText } = args;
  if (tool.name === "write_file" && typeof content === "string") {
    return isElsewhere || tool.after === undefined
      ? { path, before: undefined, after: content, known: "nothing" }
      : { path, before: tool.before, after: content, known: "content" };
  }
  if (tool.name === "edit_file" && typeof oldText === "string" && typeof newText === "string") {
    const before = isElsewhere ? undefined : tool.before;
    const after = before === undefined ? undefined : replaceOnce(before, oldText, newText);
    return after === undefined
      ? { path, before: oldText, after: newText, known: isElsewhere ? "nothing" : "passage" }
      : { path, before, after, known: "content" };
  }
  return undefined;
}

/** The path as the call names it, which need not be the way the server writes it. */
function pathOf({ arguments: proposed }: ApprovalInfo): unknown {
  return isJsonObject(proposed) ? proposed["path"] : undefined;
}

/** False when nothing is known to hold the new content against: a picture would show a file as new that may be there. */
export function canCompare(change: ProposedChange): boolean {
  return change.known !== "nothing" || change.before !== undefined;
}

/** Undefined when the passage is not there exactly once, which the tool would refuse. */
function replaceOnce(text: string, passage: string, replacement: string): string | undefined {
  const at = text.indexOf(passage);
  if (passage === "" || at < 0 || text.includes(passage, at + 1)) {
    return undefined;
  }
  return text.slice(0, at) + replacement + text.slice(at + passage.length);
}
