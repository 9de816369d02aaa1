// A stamp remembers what a step was made from, so that a second run can leave the step out.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { cache, root } from "./paths.mjs";

const derived = new Set(["bin", "obj", "dist", "node_modules", ".git"]);

async function filesUnder(path) {
  if (!existsSync(path)) {
    return [];
  }
  if ((await stat(path)).isFile()) {
    return [path];
  }
  const entries = await readdir(path, { withFileTypes: true });
  const kept = entries.filter((entry) => !derived.has(entry.name));
  return (await Promise.all(kept.map((entry) => filesUnder(join(path, entry.name))))).flat();
}

/** A hash over the names and contents of files and folders (given relative to the root; derived folders left out). */
export async function hashOf(paths) {
  const files = (await Promise.all(paths.map((path) => filesUnder(join(root, path))))).flat().sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = await readFile(file);
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Does `work` unless it was done before from the same inputs and its result is still there.
 * @param {{ name: string, hash: string, result: string }} step
 * @param {() => Promise<void>} work
 * @returns {Promise<boolean>} whether there was anything to do
 */
export async function unlessDone({ name, hash, result }, work) {
  const stamp = join(cache, "stamps", name);
  const done = existsSync(stamp) && existsSync(result) && (await readFile(stamp, "utf8")) === hash;
  if (done) {
    return false;
  }
  await rm(stamp, { force: true });
  await work();
  await mkdir(join(cache, "stamps"), { recursive: true });
  await writeFile(stamp, hash);
  return true;
}
