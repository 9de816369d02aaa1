import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type * as vscode from "vscode";
import { filesOfFolder } from "../../../../../extension/src/features/context/folderFiles";
import { reset, state, Uri, workspace } from "../../fakes/vscode";

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
});

/** The editor finds these files, up to as many as it is asked for. */
function found(...paths: readonly string[]): void {
  vi.spyOn(workspace, "findFiles").mockImplementation((...args: unknown[]) =>
    Promise.resolve(paths.slice(0, args[2] as number).map((path) => Uri.file(path))),
  );
}

const many = (folder: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${folder}/${index}.cs`);

const look = (folder: string): Promise<readonly vscode.Uri[]> =>
  filesOfFolder(Uri.file(folder) as unknown as vscode.Uri, Uri.file(folder) as unknown as vscode.Uri);

test("A folder of two thousand files is taken whole", async () => {
  state.isTrusted = false;
  found(...many("/work/src", 2000));
  expect(await look("/work/src")).toHaveLength(2000);
});

test.each([2001, 5000, 30_000])(
  "Of a folder of %i files none is taken, and a smaller one is asked for",
  async (count) => {
    state.isTrusted = false;
    found(...many("/work/src", count));
    await expect(look("/work/src")).rejects.toThrow(
      "/work/src holds more than 2000 files, which is more than a ticket's context is for. Choose a smaller folder, or single files.",
    );
  },
);

test("Files that git ignores do not count, however many there are", async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "conductor-folder-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  execFileSync("git", ["init", "-q", folder]);
  writeFileSync(join(folder, ".gitignore"), "bin/\n");
  found(...many(`${folder}/bin`, 3000), `${folder}/a.cs`);
  expect((await look(folder)).map(({ path }) => path)).toEqual([`${folder}/a.cs`]);
});
