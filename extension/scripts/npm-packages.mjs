// The npm packages of the repository: installed when they are missing or not those of the lock file.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { step } from "./command.mjs";
import { root } from "./paths.mjs";
import { run } from "./processes.mjs";

const readJson = async (path) => JSON.parse(await readFile(path, "utf8"));

/** npm keeps a record of what it installed; optional packages of other platforms are not in it. */
async function areInstalled() {
  const record = join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) {
    return false;
  }
  const installed = (await readJson(record)).packages;
  const wanted = (await readJson(join(root, "package-lock.json"))).packages;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

export async function installNpmPackages() {
  if (!(await areInstalled())) {
    await step("npm packages: installing", () => run("npm", ["ci", "--no-audit", "--no-fund"]));
  }
}
