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

const shared = { bundle: true, minify: true, legalComments: "none", logLevel: "warning", charset: "utf8" };

/** Writes `extension/dist/extension.js` and `extension/dist/webview/`. */
export async function bundle() {
  await build({
    ...shared,
    entryPoints: [join(extension, "src/extension.ts")],
    outfile: join(dist, "extension.js"),
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode"],
  });
  const entryPoints = Object.fromEntries(Object.entries(webviews).filter(([, entry]) => existsSync(entry)));
  if (Object.keys(entryPoints).length > 0) {
    await build({
      ...shared,
      entryPoints,
      outdir: join(dist, "webview"),
      platform: "browser",
      format: "iife",
      target: "chrome132",
    });
  }
  await mkdir(join(dist, "webview"), { recursive: true });
  for (const file of ["codicon.css", "codicon.ttf"]) {
    await copyFile(join(root, "node_modules/@vscode/codicons/dist", file), join(dist, "webview", file));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle();
}
