// Blank space and lines around spans of a text.

const isBlank = (character) =>
  character === " " || character === "\t" || character === "\n" || character === "\r";

export const lineStart = (text, position) => text.lastIndexOf("\n", position - 1) + 1;

export const isFirstOnLine = (text, position) =>
  text.slice(lineStart(text, position), position).trim() === "";

const takesWholeLine = (line) =>
  line.includes("//") || line.trimStart().startsWith("#") || /(^|\s)#/.test(line);

/** Where the blank space before a body begins, which goes with it. A mark must not move up into a line that a comment takes whole. */
export function gapStart(text, position) {
  let start = position;
  while (start > 0 && isBlank(text[start - 1])) {
    start -= 1;
  }
  const hasBreak = text.slice(start, position).includes("\n");
  return hasBreak && takesWholeLine(text.slice(lineStart(text, start), start)) ? position : start;
}

/** The end of a declaration: with its line's end, where it stands alone on its lines. */
export function wholeEnd(text, start, end) {
  const rest = /^[ \t]*[;,]?[ \t]*(\/\/[^\n]*|#[^\n]*)?(\r?\n|$)/.exec(text.slice(end, end + 500));
  return rest !== null && start === lineStart(text, start) ? end + rest[0].length : end;
}

/** Where a node ends without the line break that some grammars count in. */
export function visibleEnd(text, { startIndex, endIndex }) {
  let end = endIndex;
  while (end > startIndex && isBlank(text[end - 1])) {
    end -= 1;
  }
  return end;
}

export const linesOf = (text, start, end) => text.slice(start, end).split("\n").length;
