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

/** Where a text stands while it is read: which brackets are open, and what has been said since the last of `;{}`. */
/** Of what stands before a bracket, no more is looked at: a table of data has no end of it. */
const longestHead = 2000;

class Place {
  constructor(around = [], said = "") {
    Object.assign(this, { around, said });
  }

  /** Inside a function or a value; not so where a space or a type is open. */
  get isInCode() {
    return this.around.includes("code");
  }

  after(code) {
    const around = [...this.around];
    let said = this.said;
    for (const [, words, sign] of code.matchAll(/([^;{}]*)([;{}]|$)/g)) {
      said = (said + words).slice(-longestHead);
      if (sign === "{") {
        around.push(kindOf(said));
      } else if (sign === "}") {
        around.pop();
      }
      said = sign === "" ? `${said} ` : "";
    }
    return new Place(around, said);
  }
}

function kindOf(head) {
  const hasValue = /[)=]/.test(head);
  return /\b(namespace|extern)\b/.test(head) && !hasValue
    ? "space"
    : /\b(class|struct|union|enum)\b/.test(head) && !hasValue
      ? "type"
      : "code";
}

/** Opens a branch; `net` is how many braces it leaves open, `least` how many of those around it it closes. */
const branchAt = (line, isDead, place) => ({
  start: line.end,
  end: line.end,
  isDead,
  place,
  net: 0,
  least: 0,
});

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

/** A macro that stands for a declaration of its own, or before one: no grammar knows what it is. */
const macro = /^[ \t]*([A-Z_][A-Z0-9_]*([ \t]*\(.*\))?[ \t]*;?|[a-z_]\w*\(.*\)[ \t]*;)[ \t]*$/;

const isMacro = (line, next, { around, said }) =>
  around.every((kind) => kind === "space") &&
  macro.test(line.text) &&
  said.trim() === "" &&
  !/^\s*\{/.test(next?.text ?? "");

/** Conditions from their `#if` to their `#endif`, inner ones before those around them; and lines that are nothing but a macro. */
function partsOf(code) {
  const conditions = [];
  const macros = [];
  const open = [];
  let place = new Place();
  const lines = linesOf(code);
  for (const [index, line] of lines.entries()) {
    const [, word, condition] = directive.exec(line.text) ?? [];
    const around = open.at(-1);
    if (word === undefined) {
      if (/^[ \t]*#/.test(line.text)) {
        continue;
      }
      if (isMacro(line, lines[index + 1], place)) {
        macros.push(line);
        continue;
      }
      if (around) {
        countBraces(around.branches.at(-1), line.text);
      }
      place = place.after(line.text);
    } else if (word.startsWith("if")) {
      const branch = branchAt(line, condition.trim() === "0", place);
      open.push({ start: line.start, place, directives: [line], branches: [branch] });
    } else if (around) {
      around.directives.push(line);
      Object.assign(around.branches.at(-1), { end: line.start, place });
      place = around.place;
      if (word !== "endif") {
        around.branches.push(branchAt(line, false, place));
        continue;
      }
      open.pop();
      conditions.push({ ...around, end: line.end });
      const kept = keptOf(around);
      place = kept?.place ?? place;
      if (kept && open.length > 0) {
        add(open.at(-1).branches.at(-1), kept.net, kept.least);
      }
    }
  }
  return { conditions, macros };
}

function without(text, spans) {
  const inOrder = [...spans].sort((a, b) => a.start - b.start);
  let done = 0;
  let left = "";
  for (const { start, end } of inOrder) {
    const from = Math.max(start, done);
    if (from < end) {
      left += text.slice(done, from) + blanked(text.slice(from, end));
      done = end;
    }
  }
  return left + text.slice(done);
}

const cutsOf = (conditions) =>
  conditions.flatMap((condition) => [
    ...condition.directives,
    ...condition.branches.filter((branch) => branch !== keptOf(condition)),
  ]);

/**
 * @param {string} text
 * @returns {{ readable: string, plain: string, uncertain: { start: number, end: number }[] }} what to parse, of the same length; the
 *   same without any condition in a function and without bare macros, for when that has errors; and the conditions whose other
 *   branches are in neither, so that nobody knows what ends where
 */
export function readableOf(text) {
  const { conditions, macros } = partsOf(text.replace(notCode, blanked));
  const uncertain = conditions.filter(({ branches }) =>
    branches.some(({ net, least }) => net !== 0 || least < 0),
  );
  const inCode = conditions.filter(({ place }) => place.isInCode);
  return {
    readable: without(text, cutsOf(uncertain)),
    plain: without(text, [...cutsOf([...uncertain, ...inCode]), ...macros]),
    uncertain,
  };
}
