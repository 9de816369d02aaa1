/**
 * Text of files, workers or the server for a notification or the prompt of an input box. The editor makes links of
 * `[label](target)` there, also to commands; what others wrote must not become one.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll("](", "] (");
}

/**
 * Text of others as markdown that shows just it: each sign that markdown acts on is escaped. Unlike `appendText` it leaves spaces
 * as they are, so that lines end between words.
 */
export function plainMarkdown(text: string): string {
  return text
    .replace(/[!-/:-@[-`{-~]/g, "\\$&")
    .replace(/^[ \t]+/gm, (blanks) => "\u00a0".repeat(blanks.length))
    .replace(/\r?\n/g, "  \n");
}

/** A text in one line of at most `length` characters. */
export function inOneLine(text: string, length: number): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
