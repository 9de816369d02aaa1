// The parser's runtime and its grammars, each loaded when it is first needed.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { languages } from "./languages.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);

/** Installed, the grammars lie beside this file; in the repository they are where npm put them. */
const packed = join(here, "grammars");
const grammars = existsSync(packed) ? packed : dirname(require.resolve("@vscode/tree-sitter-wasm"));
const { Language, Parser, Query } = require(join(grammars, "tree-sitter.js"));

/** Milliseconds of parsing after which a text is given up: it could be one that the grammar cannot be quick with. */
const parseLimit = 1500;

/** Language id → promise of what reads it. */
const loaded = new Map();
let parser;

export async function startRuntime() {
  await Parser.init({ locateFile: (name) => join(grammars, name) });
  parser = new Parser();
}

async function load(id) {
  const { grammar, query } = languages[id];
  const language = await Language.load(join(grammars, `tree-sitter-${grammar}.wasm`));
  const parts = await Promise.all(
    query.map((name) => readFile(join(here, "queries", `${name}.scm`), "utf8")),
  );
  return { language, query: new Query(language, parts.join("\n")) };
}

/**
 * Parses a text and hands its root and the matches of its language's query to `work`; the tree lives only as long.
 * @template T
 * @param {string} id a key of `languages`
 * @param {string} text
 * @param {(root: object, matches: object[]) => T} work
 * @returns {Promise<T>}
 */
export async function withTree(id, text, work) {
  if (!(id in languages)) {
    throw new Error(`no grammar reads "${id}"`);
  }
  if (!loaded.has(id)) {
    loaded.set(id, load(id));
  }
  const { language, query } = await loaded.get(id);
  parser.setLanguage(language);
  const end = Date.now() + parseLimit;
  const tree = parser.parse(text, null, { progressCallback: () => Date.now() > end });
  if (tree === null) {
    parser.reset();
    throw new Error(`parsing takes more than ${parseLimit} ms`);
  }
  try {
    return work(tree.rootNode, query.matches(tree.rootNode));
  } finally {
    tree.delete();
  }
}
