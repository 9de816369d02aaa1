// Bundles the extension (Node, CommonJS) and its web views (browser), and copies what the web views load.
import { copyFile, mkdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const extension = fileURLToPath(new URL(".", import.meta.url));
const root = join(extension, "..");
const dist = join(extension, "dist");

/** One web view per entry: the name of its bundle and the module it starts from. */
const webviews = { approval: join(extension, "src/features/approvals/webview/main.ts") };

const shared = {
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  charset: "utf8",
  metafile: true,
};

/** Copied, not bundled. */
const icons = "@vscode/codicons";

/** Names of the npm packages that went into a bundle. */
function packagesOf({ metafile }) {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs: read }) => Object.keys(read));
  return inputs.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []);
}

/** For a debugger. The map is inside the bundle, so that no file of it can get into the VSIX. */
const debuggable = { minify: false, sourcemap: "inline" };

/**
 * Writes `extension/dist/extension.js` and `extension/dist/webview/`.
 * @param {{ development?: boolean }} [options]
 * @returns {Promise<string[]>} the npm packages that are in them
 */
export async function bundle({ development = false } = {}) {
  const results = [];
  const common = { ...shared, ...(development ? debuggable : {}) };
  const host = await build({
    ...common,
    entryPoints: [join(extension, "src/extension.ts")],
    outfile: join(dist, "extension.js"),
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
  });
  results.push(host);
  const entryPoints = Object.fromEntries(Object.entries(webviews).filter(([, entry]) => existsSync(entry)));
  if (Object.keys(entryPoints).length > 0) {
    const pages = await build({
      ...common,
      entryPoints,
      outdir: join(dist, "webview"),
      platform: "browser",
      format: "iife",
      target: "chrome132",
    });
    results.push(pages);
  }
  await mkdir(join(dist, "webview"), { recursive: true });
  for (const file of ["codicon.css", "codicon.ttf"]) {
    await copyFile(join(root, "node_modules", icons, "dist", file), join(dist, "webview", file));
  }
  return [...new Set([...results.flatMap(packagesOf), icons])].sort();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle({ development: process.argv.includes("--development") });
}
