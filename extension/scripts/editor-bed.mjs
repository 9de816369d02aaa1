// A real editor for tests and for trying Conductor: code-server, which is the VS Code workbench served to a browser.
// It lives in the ignored folder .editor, with a Node of its own, apart from the packages of the repository.
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FixableError, command, say, step } from "./command.mjs";
import { root } from "./paths.mjs";
import { requireBuildTools, requireNode } from "./prerequisites.mjs";
import { outputOf, run } from "./processes.mjs";

/** The one place where the editor's versions are pinned. code-server 4.139 is VS Code 1.139 and wants Node 24. */
const versions = { "code-server": "4.139.1", node: "24.21.0" };

/** The parts that code-server compiles for this machine; its other native packages are not used by the workbench. */
const nativePackages = ["node-pty", "@vscode/spdlog", "@parcel/watcher", "@vscode/native-watchdog"];

const folder = join(root, ".editor");
const packages = join(folder, "node_modules");
const stampFile = join(folder, "stamp.json");
const stamp = JSON.stringify({ versions, platform: process.platform, arch: process.arch });

// The `node` package fetches the binary of this platform as a package inside its own folder.
const platformName =
  process.platform === "darwin" && process.arch === "arm64" ? "bin-darwin" : process.platform;
const nodeFolder = join(packages, "node/node_modules", `node-${platformName}-${process.arch}`);

/** @type {{ node: string, entry: string }} the program that starts the editor, and its first argument */
export const editor = {
  node: join(nodeFolder, "bin/node"),
  entry: join(packages, "code-server/out/node/entry.js"),
};

/** Settings of the npm that started us must not reach the npm that sets up the editor. */
function ownEnvironment(extra) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^npm_(config|package|lifecycle)_/i.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}

async function isSetUp() {
  return existsSync(stampFile) && existsSync(editor.node) && (await readFile(stampFile, "utf8")) === stamp;
}

async function install() {
  const env = ownEnvironment({});
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  await mkdir(folder, { recursive: true });
  await rm(packages, { recursive: true, force: true });
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "conductor-editor", private: true }));

  const wanted = Object.entries(versions).map(([name, version]) => `${name}@${version}`);
  const download = `editor: downloading code-server ${versions["code-server"]} (once; about 0.8 GB on disk)`;
  await step(download, async () => {
    await run("npm", ["install", "--ignore-scripts", "--no-package-lock", ...quiet, ...wanted], {
      cwd: folder,
      env,
    });
    await run(process.execPath, ["installArchSpecificPackage.js"], { cwd: join(packages, "node"), env });
  });

  const path = `${dirname(editor.node)}:${process.env.PATH}`;
  const withItsNode = ownEnvironment({ PATH: path, npm_config_nodedir: nodeFolder });
  const workbench = join(packages, "code-server/lib/vscode");
  const npm = (cwd, ...args) => run("npm", [...args, ...quiet], { cwd, env: withItsNode });
  await step("editor: installing what it needs", async () => {
    await npm(workbench, "install", "--omit=dev", "--ignore-scripts");
    await npm(join(workbench, "extensions"), "install", "--omit=dev", "--ignore-scripts");
  });
  await step("editor: compiling its native parts", async () => {
    await npm(workbench, "rebuild", ...nativePackages);
    await npm(folder, "rebuild", "argon2");
  });
}

async function requireThatItStarts() {
  const { code, stdout, stderr } = await outputOf(editor.node, [editor.entry, "--version"]);
  if (code !== 0 || !stdout.includes(versions["code-server"])) {
    throw new FixableError(
      `The editor was installed but does not start; delete ${folder} and try again.\n${stderr}`,
    );
  }
}

/** Sets the editor up unless that was done before. The first time takes about a minute. */
export async function setUpEditor() {
  if (process.platform === "win32") {
    throw new FixableError(
      "The browser-based editor does not run on Windows: install VS Code and its `code` command.",
    );
  }
  if (await isSetUp()) {
    return;
  }
  await requireBuildTools();
  await install();
  await requireThatItStarts();
  await writeFile(stampFile, stamp);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    requireNode();
    await setUpEditor();
    say(`editor: ready in ${folder}`);
  });
}
