import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

const minutes = 60_000;

let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);

const git = (...args: readonly string[]): string =>
  execFileSync("git", [...args], { cwd: editor.workspaceFolder, encoding: "utf8" }).trim();

beforeAll(async () => {
  editor = await launchEditor({ settings: { "conductor.run.isolation": "auto" } });
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test(
  "The sample track runs from the tree: tickets land in the order of their dependencies, one asks and is answered",
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
    await editor.workbench.inlineAction(row(/^T-5 /), /Answer and Retry/);
    await editor.workbench.answerInput("Orders of 40.00 or more are sent for free.");

    await editor.workbench.inlineActionUntil(
      row(/^T-2 /),
      /Run Ticket/,
      row(/^T-2 .*(Preparing|Awaiting approval|Running|Completed)/),
    );
    await approveUntil(editor, () => row(/^first-steps.*Done/).isVisible());
    await editor.screenshot("run-done");

    const before = git("rev-parse", "HEAD");
    expect(git("diff", "--name-only")).toBe("");
    await editor.workbench.inlineAction(row(/^first-steps/), /Merge into Your Branch/);
    await editor.workbench.dialog.getByRole("button", { name: "Merge into main" }).click();
    await editor.workbench.notifications().filter({ hasText: "main has the work of" }).waitFor();
    const changed = git("diff", "--name-only", before);
    expect(changed.split("\n").sort()).toEqual([
      "src/Shopkeeper/Cart.cs",
      "src/Shopkeeper/Discount.cs",
      "src/Shopkeeper/Money.cs",
      "src/Shopkeeper/Receipt.cs",
      "src/Shopkeeper/Shipping.cs",
    ]);
  },
  10 * minutes,
);

test("What a ticket changed opens as the editor's own diff", async () => {
  await editor.workbench.inlineAction(row(/^T-4 /), /Review Changes/);
  const changed = editor.page.locator(".multiDiffEntry");
  await changed.filter({ hasText: /Receipt\.cs/ }).waitFor();
  await changed.locator(".view-line", { hasText: "VatWithin" }).first().waitFor();
  await editor.screenshot("review-changes");
});

test("The tokens of the run stand in the Usage view, per tier", async () => {
  await editor.page.locator(".sidebar .pane-header", { hasText: "Usage" }).click();
  await row(/Tier 3 \(Worker\)/).waitFor();
  await row(/Tier 4 \(QA\)/).waitFor();
  await editor.screenshot("usage");
});
