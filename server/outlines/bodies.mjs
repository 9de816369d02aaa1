// What a view may leave out of a declaration.
import { gapStart, linesOf } from "./spans.mjs";

/** An initialiser of fewer lines says more than a mark would. */
const shortestElidedValue = 4;

/** Characters on one line that a mark in their place would not be shorter than. */
const longestKept = 24;

const isWorthIt = (text, start, end) => {
  const inside = text.slice(start, end);
  return inside.includes("\n") ? !/^\s*\{\s*\}\s*$/.test(inside) : inside.trim().length > longestKept;
};

/** The string that a body begins with, where that is its documentation; and what follows it. */
function docstringOf(body) {
  const first = body.firstNamedChild;
  const string = first?.type === "expression_statement" ? first.firstNamedChild : first;
  if (string?.type !== "string" || (first.type === "expression_statement" && first.namedChildCount !== 1)) {
    return undefined;
  }
  const docs = { start: string.firstChild.endIndex, end: string.lastChild.startIndex };
  return { docs, next: first.nextNamedSibling };
}

/** Where the head of a declaration with a body ends. */
export function headEnd({ bodyNode, outer }, { text }) {
  // The body of an interface may begin with the word for it.
  const brace = bodyNode?.children.find(({ type }) => type === "{");
  let before = (brace && brace.startIndex > bodyNode.startIndex ? brace : bodyNode)?.previousSibling;
  while (before && /comment/.test(before.type)) {
    before = before.previousSibling;
  }
  return before ? before.endIndex : bodyNode ? gapStart(text, bodyNode.startIndex) : outer.endIndex;
}

/** @returns {{ bodies: { start: number, end: number }[], docs?: { start: number, end: number } }} */
export function bodiesOf(candidate, { text, language }) {
  const { kind, values, isValue, isMacro, node, outer, name, bodyNode } = candidate;
  if (isMacro) {
    const start = node.startIndex + node.text.indexOf(name) + name.length;
    return { bodies: [{ start, end: node.endIndex }] };
  }
  const docstring = language.hasDocstrings && bodyNode ? docstringOf(bodyNode) : undefined;
  if (kind === "type" || kind === "namespace" || kind === "enum") {
    return { bodies: [], docs: docstring?.docs };
  }
  const spans = values.map(({ startIndex, endIndex }) => ({ start: startIndex, end: endIndex }));
  if (docstring !== undefined) {
    spans[0].start = docstring.next?.startIndex ?? spans[0].end;
  }
  const bodies = spans
    .filter(({ start, end }) =>
      isValue ? linesOf(text, start, end) >= shortestElidedValue : isWorthIt(text, start, end),
    )
    // A block without a head is all there is of the declaration.
    .map(({ start, end }) => ({ start: Math.max(gapStart(text, start), outer.startIndex), end }));
  return { bodies, docs: docstring?.docs };
}

function isInError(node) {
  return node !== null && (node.isError || isInError(node.parent));
}

const directive = /^[ \t]*#[ \t]*(if|endif)/gm;

/** A body that ends elsewhere under another condition. */
function isCutByDirective(text) {
  let open = 0;
  for (const [, word] of text.matchAll(directive)) {
    open += word === "if" ? 1 : -1;
    if (open < 0) {
      return true;
    }
  }
  return open !== 0;
}

/** Whether it is certain where a body begins and ends. */
export function isSound(node, { text, language, broken, uncertain }) {
  return (
    !(broken && (node.hasError || isInError(node))) &&
    !(language.hasConditions && isCutByDirective(text.slice(node.startIndex, node.endIndex))) &&
    !uncertain.some(({ start, end }) => start < node.endIndex && node.startIndex < end)
  );
}
