// What stands right above a declaration and belongs to it: comments, documentation, attributes, decorators.
import { isFirstOnLine, lineStart, visibleEnd } from "./spans.mjs";

const isAttribute = (type) => type === "attribute_item" || type === "decorator" || /annotation$/.test(type);
const isComment = (type) => /comment$/.test(type);

/** Comments above the first statement of an indented block stand before the block. */
const before = (node) =>
  node.previousSibling ?? (node.parent?.type === "block" ? node.parent.previousSibling : null);

/** Behind the attributes that a declaration has inside it. */
function signatureStart(outer, node) {
  let start =
    node.id !== outer.id && outer.type === "decorated_definition" ? node.startIndex : outer.startIndex;
  for (const list of [outer, ...outer.children.filter(({ type }) => type === "modifiers")]) {
    for (const child of list.children) {
      if (!isAttribute(child.type)) {
        break;
      }
      // A list of nothing but attributes is followed by the declaration itself.
      start = (child.nextSibling ?? list.nextSibling)?.startIndex ?? outer.endIndex;
    }
  }
  return start;
}

/** @returns {{ start: number, signatureStart: number, docs?: { start: number, end: number } }} */
export function leadOf(outer, node, { text, language }) {
  const signature = signatureStart(outer, node);
  let start = outer.startIndex;
  let docs;
  if (!isFirstOnLine(text, start)) {
    return { start, signatureStart: signature };
  }
  for (let above = before(outer); above; above = before(above)) {
    const isNext = /^[^\S\n]*\n?[^\S\n]*$/.test(text.slice(visibleEnd(text, above), start));
    if (
      !isNext ||
      !isFirstOnLine(text, above.startIndex) ||
      !(isComment(above.type) || isAttribute(above.type))
    ) {
      break;
    }
    start = above.startIndex;
    const isLine = text.startsWith("//", start);
    if (isComment(above.type) && language.docs.test(above.text)) {
      const continues = docs !== undefined && isLine && text.startsWith("//", docs.start);
      docs = continues ? { start, end: docs.end } : (docs ?? { start, end: visibleEnd(text, above) });
    }
  }
  return { start: lineStart(text, start), signatureStart: signature, docs };
}
