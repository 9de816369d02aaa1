// Statements outside any declaration: those that follow each other are one stretch that may be left out.
import { isSound } from "./bodies.mjs";
import { lineStart, linesOf, wholeEnd } from "./spans.mjs";

/** A stretch of no more says at least as much as the mark in its place. */
const longestKept = { lines: 3, characters: 160 };

const isLong = (text, start, end) =>
  end - start > longestKept.characters || linesOf(text, start, end) > longestKept.lines;

const kept = /^(import|export|hash_bang)|(?<!^lexical_|^variable_)declaration$|comment|definition$|_alias/;

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

function isStatement(node, imports) {
  return (
    !kept.test(node.type) &&
    !node.isError &&
    !isDocstring(node) &&
    !exports.test(node.text) &&
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

/** What may hold statements and declarations side by side. */
const isBlock = ({ type }) => /^(program|module|block|statement_block)$/.test(type);

/** A block that holds declarations is shown as they are, and what stands between them as at the top of the file. */
function runsIn(node, members, imports, source, runs) {
  let run = [];
  const close = () => {
    runs.push(run);
    run = [];
  };
  for (const child of node.namedChildren) {
    if (/comment/.test(child.type)) {
      continue;
    }
    const isHolding = members.some(({ signatureStart }) => isInside({ startIndex: signatureStart }, child));
    const isMember = members.some(({ start, end }) => start <= child.startIndex && child.endIndex <= end);
    if (isBlock(node) && !isHolding && isStatement(child, imports)) {
      run.push(child);
      continue;
    }
    close();
    if (!isMember && (isHolding || !isBlock(node))) {
      runsIn(child, members, imports, source, runs);
    }
  }
  close();
  return runs;
}

export function statementsOf(root, members, imports, source) {
  return runsIn(root, members, imports, source, [])
    .filter((run) => run.length > 0 && isLong(source.text, run[0].startIndex, run.at(-1).endIndex))
    .map((run) =>
      memberOf(
        run[0],
        run.at(-1),
        source,
        run.every((node) => isSound(node, source)),
      ),
    );
}
