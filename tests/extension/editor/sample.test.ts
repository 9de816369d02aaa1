import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchEditor, type Editor } from "./bed/editor";

let editor: Editor;

beforeAll(async () => {
  editor = await launchEditor();
});

afterAll(async () => {
  await editor.close();
});

test("The Conductor icon opens the three views, and the sample's track is in them with its five tickets", async () => {
  await editor.workbench.openConductorSidebar();
  for (const title of ["Approvals", "Tickets", "Usage"]) {
    await editor.workbench.view(title).waitFor();
  }
  await editor.workbench.treeRow(/^first-steps.*0\/5/).waitFor();
  const tickets = editor.page.locator(".sidebar").getByRole("treeitem", { name: /^T-\d / });
  await expect.poll(() => tickets.count()).toBe(5);
  await editor.screenshot("sidebar-first");
});

test("The workspace is a copy with a git history of its own, in which nothing is changed yet", async () => {
  const git = (...args: string[]): string =>
    execFileSync("git", args, { cwd: editor.workspaceFolder, encoding: "utf8" }).trim();
  expect(git("rev-parse", "--show-toplevel")).toBe(editor.workspaceFolder);
  expect(git("rev-list", "--count", "HEAD")).toBe("1");
  expect(git("status", "--porcelain")).toBe("");
  await editor.workbench.openExplorer();
  await editor.workbench.treeRow(/README\.md/).waitFor();
});
