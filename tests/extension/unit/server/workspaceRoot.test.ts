import { beforeEach, expect, test } from "vitest";
import type * as vscode from "vscode";
import { ChosenWorkspaceRoot, chooseWorkspaceFolder } from "../../../../extension/src/server/workspaceRoot";
import { reset, state, Uri } from "../fakes/vscode";

beforeEach(reset);

const uri = (path: string): vscode.Uri => Uri.file(path) as unknown as vscode.Uri;
const folder = (path: string): vscode.WorkspaceFolder => ({ uri: uri(path), name: path, index: 0 });

test("The first folder that holds .conductor is chosen, else the first one", async () => {
  const folders = [folder("/a"), folder("/b"), folder("/c")];
  expect((await chooseWorkspaceFolder(folders))?.name).toBe("/a");
  state.files.add("/b/.conductor");
  state.files.add("/c/.conductor");
  expect((await chooseWorkspaceFolder(folders))?.name).toBe("/b");
  expect(await chooseWorkspaceFolder(undefined)).toBeUndefined();
});

test("A folder that is not on disk is passed over", async () => {
  const remote = { uri: Uri.parse("vscode-vfs://github/a") as unknown as vscode.Uri, name: "a", index: 0 };
  expect((await chooseWorkspaceFolder([remote, folder("/b")]))?.name).toBe("/b");
});

test("Paths are relative to the folder, and files outside it have none", () => {
  const root = new ChosenWorkspaceRoot(folder("/work"));
  expect(root.toPath(uri("/work/src/a.cs"))).toBe("src/a.cs");
  expect(root.toPath(uri("/worker/a.cs"))).toBeUndefined();
  expect(root.toPath(uri("/work"))).toBeUndefined();
  expect(root.toPath(Uri.parse("untitled:/work/a.cs") as unknown as vscode.Uri)).toBeUndefined();
  expect(root.toUri("src/a.cs").path).toBe("/work/src/a.cs");
});

test("Without a folder the message says to open one", () => {
  expect(() => new ChosenWorkspaceRoot(undefined).toUri("a.cs")).toThrow("Open one first");
});
