import { cp, mkdtemp } from "node:fs/promises";
import { join } from "node:path";
import { installExtension } from "../../../../extension/scripts/code-server.mjs";
import { root } from "../../../../extension/scripts/paths.mjs";
import { run } from "../../../../extension/scripts/processes.mjs";
import { extensionsFolder } from "./extensionsFolder";

/** Extensions of the bed's own that a test may have beside ours, by the name of their folder. */
export type Companion = "lender";

/** A folder of extensions below `folder`, with ours and these. */
export async function withCompanions(folder: string, companions: readonly Companion[]): Promise<string> {
  const ours = await extensionsFolder();
  if (companions.length === 0) {
    return ours;
  }
  const all = join(folder, "extensions");
  await cp(ours, all, { recursive: true });
  const packed = await mkdtemp(join(folder, "packed-"));
  for (const companion of companions) {
    const vsix = join(packed, `${companion}.vsix`);
    const vsce = join(root, "node_modules/@vscode/vsce/vsce");
    const options = ["--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", vsix];
    await run(process.execPath, [vsce, "package", ...options], {
      cwd: join(root, "tests/extension/editor/bed", companion),
    });
    await installExtension(vsix, all);
  }
  return all;
}
