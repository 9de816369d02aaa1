// npm run build: the npm packages, the sidecar for development and the bundled extension.
import { fileURLToPath } from "node:url";
import { command, say } from "./command.mjs";
import { installNpmPackages } from "./npm-packages.mjs";
import { requireDotnet, requireNode } from "./prerequisites.mjs";
import { buildDevelopmentServer } from "./server.mjs";

/** Writes `extension/dist/extension.js` and what the web views load; gives the npm packages that are in them. */
export async function bundleExtension() {
  const { bundle } = await import("../esbuild.mjs");
  return bundle();
}

export async function build() {
  requireNode();
  await requireDotnet();
  await installNpmPackages();
  await buildDevelopmentServer();
  await bundleExtension();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(async () => {
    await build();
    say("built: extension/dist/extension.js and extension/dist/server/conductor");
  });
}
