// The helper that reads languages other than C#: its files with the grammars it needs, put beside a sidecar.
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { languages } from "../../server/outlines/languages.mjs";
import { root } from "./paths.mjs";

/** Where the runtime and the grammars come from. */
export const grammarPackage = "@vscode/tree-sitter-wasm";

const source = join(root, "server/outlines");
const wasm = join(root, "node_modules", grammarPackage, "wasm");

/** The grammars that a language names, each once; the package has more. */
const grammars = [...new Set(Object.values(languages).map(({ grammar }) => grammar))];

/** @param {string} server folder of the sidecar */
export async function placeOutlines(server) {
  const folder = join(server, "outlines");
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "grammars"), { recursive: true });
  await cp(source, folder, { recursive: true, filter: (path) => !path.endsWith(".txt") });
  for (const file of [
    "tree-sitter.js",
    "tree-sitter.wasm",
    ...grammars.map((name) => `tree-sitter-${name}.wasm`),
  ]) {
    await cp(join(wasm, file), join(folder, "grammars", file));
  }
}
