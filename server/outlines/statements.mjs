// Statements outside any declaration: those that follow each other are one stretch that may be left out.
import { isSound } from "./bodies.mjs";
import { lineStart, wholeEnd } from "./spans.mjs";

/** A stretch on one line and no longer says at least as much as the mark in its place. */
const longestKept = 80;

const kept = /^(import|export|hash_bang)|declaration$|comment|definition$|_alias/;

/** What a module gives others says as much as a declaration. */
const exports = /^(module\.)?exports\b/;

function isDocstring(node) {
  return (
    node.type === "expression_statement" &&
    node.firstNamedChild?.type === "string" &&
    node.namedChildCount === 1
  );
}

const isInside = (inner, outer) => inner.startIndex >= outer.startIndex && inner.startIndex < outer.endIndex;

function isStatement(node, members, imports) {
  return (
    !kept.test(node.type) &&
    !node.isError &&
    !isDocstring(node) &&
    !exports.test(node.text) &&
    !members.some(({ signatureStart }) => isInside({ startIndex: signatureStart }, node)) &&
    !imports.some((found) => isInside(found, node))
  );
}

function memberOf(first, last, { text, hotMarks }, canElide) {
  const [start, end] = [first.startIndex, last.endIndex];
  const whole = text.slice(lineStart(text, start), start).trim() === "" ? lineStart(text, start) : start;
  return {
    name: "",
    container: "",
    kind: "statements",
    depth: 0,
    start: whole,
    end: wholeEnd(text, whole, end),
    signatureStart: start,
    signatureEnd: start,
    bodies: [{ start, end }],
    hot: hotMarks.isBetween(whole, end),
    canElide,
  };
}

export function statementsOf(root, members, imports, source) {
  const found = [];
  let run = [];
  const close = () => {
    const text = run.length > 0 ? source.text.slice(run[0].startIndex, run.at(-1).endIndex) : "";
    if (text.length > longestKept || text.includes("\n")) {
      found.push(
        memberOf(
          run[0],
          run.at(-1),
          source,
          run.every((node) => isSound(node, source)),
        ),
      );
    }
    run = [];
  };
  for (const node of root.namedChildren) {
    if (isStatement(node, members, imports)) {
      run.push(node);
    } else if (!/comment/.test(node.type)) {
      close();
    }
  }
  close();
  return found;
}
