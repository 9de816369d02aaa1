// node compress.mjs FOLDER LIST RESULT ROUNDS: the compress stage of the repomix in FOLDER, on one thread, for every file that LIST names on a line. RESULT gets
// { milliseconds: [per round], views: { path: text } }. To load the grammar is not measured.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, list, result, rounds] = process.argv.slice(2);
const stage = join(folder, "node_modules/repomix/lib/core/treeSitter/parseFile.js");
const { parseFile } = await import(pathToFileURL(stage).href);

const paths = (await readFile(list, "utf8")).split("\n").filter((path) => path !== "");
const files = await Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, "utf8") })));
await parseFile("class Warm { void Up() { } }", "warm.cs", {});

const milliseconds = [];
const views = {};
for (let round = 0; round < Number(rounds); round++) {
  const start = performance.now();
  for (const { path, text } of files) {
    views[path] = (await parseFile(text, path, {})) ?? "";
  }
  milliseconds.push(performance.now() - start);
}
await writeFile(result, JSON.stringify({ milliseconds, views }));
