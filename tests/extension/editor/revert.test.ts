import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

const minutes = 60_000;
const within = { timeout: 30_000 };

let editor: Editor;

const row = (name: RegExp): Locator => editor.workbench.treeRow(name);

const money = (): string => readFileSync(join(editor.workspaceFolder, "src/Shopkeeper/Money.cs"), "utf8");

/** What differs from the last commit, as git tells it. */
const changed = (): string =>
  execFileSync("git", ["status", "--porcelain"], { cwd: editor.workspaceFolder, encoding: "utf8" });

const answer = (label: string): Promise<void> =>
  editor.workbench.dialog.getByRole("button", { name: label, exact: true }).click();

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test(
  "What a ticket changed is put back from its menu, and is there again at a click on Undo",
  async () => {
    const before = changed();
    const original = money();
    await editor.workbench.inlineAction(row(/^T-1 /), /Run Ticket/);
    await row(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    await approveUntil(editor, () => row(/^T-1 .*Completed/).isVisible());
    const done = changed();
    expect(done).not.toBe(before);
    expect(money()).not.toBe(original);

    await editor.workbench.contextMenu(row(/^T-1 /), /Revert Ticket's Changes/);
    await editor.workbench.dialog.filter({ hasText: "Put back what T-1 changed?" }).waitFor();
    await editor.workbench.dialog.filter({ hasText: "src/Shopkeeper/Money.cs" }).waitFor();
    await editor.screenshot("revert-question");
    await answer("Revert");
    await expect.poll(changed, within).toBe(before);
    expect(money()).toBe(original);

    const toast = editor.workbench.notifications().filter({ hasText: "What T-1 changed is put back" });
    await toast.waitFor();
    await editor.screenshot("revert-done");
    await toast.getByRole("button", { name: "Undo" }).click();
    await expect.poll(changed, within).toBe(done);
    expect(money()).not.toBe(original);
  },
  10 * minutes,
);

test(
  "A file that was changed since is named, and written over only after a second question",
  async () => {
    appendFileSync(join(editor.workspaceFolder, "src/Shopkeeper/Money.cs"), "// mine\n");
    await editor.workbench.contextMenu(row(/^T-1 /), /Revert Ticket's Changes/);
    await answer("Revert");
    await editor.workbench.dialog.filter({ hasText: "Files have changed since." }).waitFor();
    await editor.workbench.dialog.filter({ hasText: "src/Shopkeeper/Money.cs" }).waitFor();
    await editor.screenshot("revert-moved");
    expect(money()).toContain("// mine");
    await answer("Revert Anyway");
    await expect.poll(money, within).not.toContain("// mine");

    await editor.workbench.contextMenu(row(/^T-1 /), /Undo Revert/);
    await expect.poll(money, within).toContain("// mine");
  },
  3 * minutes,
);
