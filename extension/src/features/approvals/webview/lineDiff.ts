import { structuredPatch } from "diff";

/** A line of a unified diff. */
export interface DiffLine {
  readonly kind: "added" | "removed" | "same" | "gap" | "note";
  readonly text: string;
  /** Line numbers on either side; undefined where the side has no such line. */
  readonly before?: number;
  readonly after?: number;
}

export interface LineDiff {
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
}

/** More lines than this are not drawn. */
export const maxLines = 2000;

/** A unified diff with three lines around each change; undefined when it is too large to compute or to draw. */
export function lineDiff(before: string, after: string): LineDiff | undefined {
  const patch = structuredPatch("", "", before, after, "", "", { context: 3, timeout: 400 });
  if (!patch) {
    return undefined;
  }
  const lines: DiffLine[] = [];
  for (const hunk of patch.hunks) {
    let beforeLine = hunk.oldStart;
    let afterLine = hunk.newStart;
    lines.push({
      kind: "gap",
      text: `@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`,
    });
    for (const line of hunk.lines) {
      const text = line.slice(1);
      switch (line[0]) {
        case "+":
          lines.push({ kind: "added", text, after: afterLine++ });
          break;
        case "-":
          lines.push({ kind: "removed", text, before: beforeLine++ });
          break;
        case "\\":
          lines.push({ kind: "note", text: line });
          break;
        default:
          lines.push({ kind: "same", text, before: beforeLine++, after: afterLine++ });
      }
    }
  }
  return lines.length > maxLines
    ? undefined
    : { lines, added: count(lines, "added"), removed: count(lines, "removed") };
}

function count(lines: readonly DiffLine[], kind: DiffLine["kind"]): number {
  return lines.filter((line) => line.kind === kind).length;
}
