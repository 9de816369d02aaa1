import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { commitAll } from "../../../../extension/scripts/sample-workspace.mjs";

/** A small workspace of a test's own, without settings. */
export interface MadeWorkspace {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes one of texts by their paths, and of the tickets of tracks by the name of their track. */
export async function makeWorkspace(
  files: Readonly<Record<string, string>>,
  tracks: Readonly<Record<string, readonly unknown[]>>,
): Promise<MadeWorkspace> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "conductor-workspace-")));
  await mkdir(join(folder, ".conductor/tracks"), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  for (const [name, tickets] of Object.entries(tracks)) {
    await writeFile(join(folder, `.conductor/tracks/${name}.track.json`), JSON.stringify(tickets, null, 2));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The same as a git repository of one commit, on the branch main. */
export async function makeRepository(
  files: Readonly<Record<string, string>>,
  tracks: Readonly<Record<string, readonly unknown[]>>,
): Promise<MadeWorkspace> {
  const workspace = await makeWorkspace({ ".gitignore": "conductor.db*\n", ...files }, tracks);
  await commitAll(workspace.folder, "As it is");
  return workspace;
}
