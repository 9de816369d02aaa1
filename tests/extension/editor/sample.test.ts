import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchEditor, type Editor } from "./bed/editor";

let editor: Editor;

beforeAll(async () => {
  editor = await launchEditor();
});

afterAll(async () => {
  await editor.close();
});

test("The sample opens with the Conductor icon in the activity bar", async () => {
  await editor.workbench.openConductorSidebar();
  expect(await editor.workbench.conductorIcon.isVisible()).toBe(true);
  expect(existsSync(await editor.screenshot("sidebar-first"))).toBe(true);
});

test("The workspace is a copy with a git history of its own", async () => {
  expect(existsSync(join(editor.workspaceFolder, ".git"))).toBe(true);
  await editor.workbench.openExplorer();
  await editor.workbench.treeRow(/README\.md/).waitFor();
});
