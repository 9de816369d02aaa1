import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

const minutes = 60_000;

let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test(
  "The sample track runs from the tree in the order of its dependencies, until one ticket asks and one waits to be run",
  async () => {
    await editor.workbench.inlineAction(row(/^first-steps/), /Run Track/);
    await row(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    await approveUntil(editor, () => row(/^T-1 .*Completed/).isVisible());
    expect(await row(/^T-4 .*Waiting/).isVisible()).toBe(true);
    await editor.screenshot("run-first-done");

    await approveUntil(editor, () => row(/^T-5 .*Blocked/).isVisible());
    await approveUntil(editor, () => row(/^T-3 .*Completed/).isVisible());
    await editor.screenshot("run-blocked");

    const diff = ["diff", "--name-only"];
    const changed = execFileSync("git", diff, { cwd: editor.workspaceFolder, encoding: "utf8" });
    expect(changed.trim().split("\n").sort()).toEqual(["src/Shopkeeper/Cart.cs", "src/Shopkeeper/Money.cs"]);
  },
  6 * minutes,
);

test("The tokens of the run stand in the Usage view, per tier", async () => {
  await editor.page.locator(".sidebar .pane-header", { hasText: "Usage" }).click();
  await row(/Tier 3 \(Worker\)/).waitFor();
  await row(/Tier 4 \(QA\)/).waitFor();
  await editor.screenshot("usage");
});
