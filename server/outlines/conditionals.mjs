// C and C++ are read before their preprocessor: where a branch of a condition opens what it does not close, one branch of it is read
// and the rest is taken for blank, so that what follows is still read. Every character stays at its place.

const directive = /^[ \t]*#[ \t]*(ifdef|ifndef|if|elif\w*|else|endif)\b[ \t]*([^]*)$/;
const notCode = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/g;

const blanked = (text) => text.replace(/[^\r\n]/g, " ");

function linesOf(text) {
  const lines = [];
  for (let start = 0; start < text.length;) {
    let end = text.indexOf("\n", start);
    // A directive may go on behind the end of its line.
    while (end > 0 && /\\\r?$/.test(text.slice(start, end)) && /^[ \t]*#/.test(text.slice(start, end))) {
      end = text.indexOf("\n", end + 1);
    }
    end = end < 0 ? text.length : end + 1;
    lines.push({ start, end, text: text.slice(start, end).replace(/\r?\n$/, "") });
    start = end;
  }
  return lines;
}

/** Opens a branch; `net` is how many braces it leaves open, `least` how many of those around it it closes. */
const branchAt = (line, isDead) => ({ start: line.end, end: line.end, isDead, net: 0, least: 0 });

const keptOf = ({ branches }) => branches.find(({ isDead }) => !isDead);

function add(branch, net, least) {
  branch.least = Math.min(branch.least, branch.net + least);
  branch.net += net;
}

function countBraces(branch, code) {
  for (const [brace] of code.matchAll(/[{}]/g)) {
    const step = brace === "{" ? 1 : -1;
    add(branch, step, Math.min(step, 0));
  }
}

/** Conditions from their `#if` to their `#endif`, inner ones before those around them. */
function conditionsOf(code) {
  const found = [];
  const open = [];
  for (const line of linesOf(code)) {
    const [, word, condition] = directive.exec(line.text) ?? [];
    const around = open.at(-1);
    if (word === undefined) {
      if (around) {
        countBraces(around.branches.at(-1), line.text);
      }
    } else if (word.startsWith("if")) {
      open.push({
        start: line.start,
        directives: [line],
        branches: [branchAt(line, condition.trim() === "0")],
      });
    } else if (around) {
      around.directives.push(line);
      around.branches.at(-1).end = line.start;
      if (word !== "endif") {
        around.branches.push(branchAt(line, false));
        continue;
      }
      open.pop();
      found.push({ ...around, end: line.end });
      const kept = keptOf(around);
      if (kept && open.length > 0) {
        add(open.at(-1).branches.at(-1), kept.net, kept.least);
      }
    }
  }
  return found;
}

/**
 * @param {string} text
 * @returns {{ readable: string, uncertain: { start: number, end: number }[] }} what to parse, of the same length, and the conditions
 *   whose other branches are not in it
 */
export function readableOf(text) {
  const code = text.replace(notCode, blanked);
  const uncertain = conditionsOf(code).filter(({ branches }) =>
    branches.some(({ net, least }) => net !== 0 || least < 0),
  );
  const cuts = uncertain.flatMap((condition) => [
    ...condition.directives,
    ...condition.branches.filter((branch) => branch !== keptOf(condition)),
  ]);
  let readable = text;
  for (const { start, end } of cuts) {
    readable = readable.slice(0, start) + blanked(text.slice(start, end)) + readable.slice(end);
  }
  return { readable, uncertain };
}
