import type { ApprovalInfo } from "../../protocol.generated";
import { inOneLine } from "../../shared/plainText";
import { proposedChange } from "./proposedChange";

/** Where a proposed change of a file that exists begins. */
export interface ChangedPlace {
  /** From 1; undefined when the file is new, not changed, or only a passage of it is known. */
  readonly line?: number;
  /** The beginning of the new text in one line; undefined when lines only go away. */
  readonly text?: string;
}

const longestText = 40;

export function changedPlace(approval: ApprovalInfo): ChangedPlace {
  const change = proposedChange(approval, approval.arguments ?? {});
  if (change?.before === undefined || change.before === change.after) {
    return {};
  }
  const before = change.before.split("\n");
  const after = change.after.split("\n");
  const shorter = Math.min(before.length, after.length);
  let same = 0;
  while (same < shorter && before[same] === after[same]) {
    same += 1;
  }
  let sameAtEnd = 0;
  while (sameAtEnd < shorter - same && before.at(-1 - sameAtEnd) === after.at(-1 - sameAtEnd)) {
    sameAtEnd += 1;
  }
  const text = after.slice(same, after.length - sameAtEnd).find((line) => line.trim() !== "");
  return {
    ...(change.known === "content" ? { line: same + 1 } : {}),
    ...(text === undefined ? {} : { text: inOneLine(text, longestText) }),
  };
}
