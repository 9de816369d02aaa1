// npm run package: the VSIX for this platform, with a sidecar inside that needs no .NET on the user's machine.
import { existsSync } from "node:fs";
import { cp, mkdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleExtension } from "./build.mjs";
import { command, say, step } from "./command.mjs";
import { thirdPartyNotices } from "./notices.mjs";
import { installNpmPackages } from "./npm-packages.mjs";
import { grammarPackage, placeOutlines } from "./outlines.mjs";
import { cache, root } from "./paths.mjs";
import { thisPlatform } from "./platform.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { run } from "./processes.mjs";
import { buildReleaseServer, releaseHash } from "./server.mjs";
import { hashOf, unlessDone } from "./stamps.mjs";

/** Where `npm run package` leaves the VSIX. */
export const vsixPath = join(cache, `conductor-${thisPlatform().target}.vsix`);

/** What users get besides the sidecar, relative to the root; what is not there (yet) is left out. */
const shipped = [
  "package.json",
  "package.nls.json",
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  ".vscodeignore",
  "l10n",
  "extension/media",
  "extension/schemas",
  "extension/walkthrough",
  "extension/dist/extension.js",
  "extension/dist/webview",
];

/** vsce packs a folder as it is, so the VSIX is put together beside the working tree, whose own sidecar stays. */
async function stage(server, npmPackages) {
  const folder = join(cache, "vsix");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const path of shipped.filter((candidate) => existsSync(join(root, candidate)))) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  await cp(server, join(folder, "extension/dist/server"), { recursive: true });
  await placeOutlines(join(folder, "extension/dist/server"));
  const notices = await thirdPartyNotices([...npmPackages, grammarPackage], server);
  await writeFile(join(folder, "THIRD_PARTY_NOTICES.txt"), notices);
  return folder;
}

async function vsixHash() {
  const sources = ["extension", ...shipped.filter((path) => !path.startsWith("extension"))];
  return (await releaseHash()) + (await hashOf([...sources, "package-lock.json"]));
}

/** @returns {Promise<string>} the path of the VSIX */
export async function makeVsix() {
  requireNode();
  await requireDotnet();
  await installNpmPackages();
  await unlessDone({ name: "vsix", hash: await vsixHash(), result: vsixPath }, async () => {
    const npmPackages = await bundleExtension();
    const folder = await stage(await buildReleaseServer(), npmPackages);
    const vsce = join(root, "node_modules/@vscode/vsce/vsce");
    const options = [
      "--target",
      thisPlatform().target,
      "--no-dependencies",
      "--allow-missing-repository",
      "--no-rewrite-relative-links",
    ];
    await step("VSIX: packing", () =>
      run(process.execPath, [vsce, "package", ...options, "--out", vsixPath], { cwd: folder }),
    );
    await rm(folder, { recursive: true, force: true });
  });
  return vsixPath;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    const path = await makeVsix();
    say(`${path} (${((await stat(path)).size / 1e6).toFixed(1)} MB)`);
  });
}
