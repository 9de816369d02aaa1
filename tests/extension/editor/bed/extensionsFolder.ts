import { existsSync } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { installExtension } from "../../../../extension/scripts/code-server.mjs";
import { vsixPath } from "../../../../extension/scripts/package.mjs";
import { cache } from "../../../../extension/scripts/paths.mjs";

/**
 * A folder of extensions with the packed VSIX installed. It is made once per VSIX: an editor does not read a changed
 * manifest again, so another VSIX gets another folder.
 */
export async function extensionsFolder(): Promise<string> {
  if (!existsSync(vsixPath)) {
    throw new Error(`There is no ${vsixPath}: run "npm run package" first.`);
  }
  const { mtimeMs, size } = await stat(vsixPath);
  const all = join(cache, "installed");
  const folder = join(all, `${Math.round(mtimeMs)}-${size}`);
  if (!existsSync(folder)) {
    const unfinished = `${folder}.unfinished`;
    await rm(all, { recursive: true, force: true });
    await installExtension(vsixPath, unfinished);
    await rename(unfinished, folder);
  }
  return folder;
}
