import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { journalOf } from "./bed/journal";

const addedByPerson = "Keep the doc comment as it is.";
const whyNot = "Name the rounding rule in a comment first.";

let editor: Editor;

const linesWith = async (text: string): Promise<readonly string[]> =>
  (await journalOf(editor.workspaceFolder)).filter((line) => line.includes(text));

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(editor.workbench.treeRow(/^first-steps/), /Run Track/);
  await editor.workbench.treeRow(/^T-1 .*Awaiting approval to start/).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test("A prompt that is edited at the spawn gate is what the journal says was approved", async () => {
  await reviewNext(editor);
  await editor.screenshot("gate-spawn");
  const prompt = editor.workbench.approvalFrame().locator("textarea").first();
  await prompt.focus();
  await prompt.press("Control+End");
  await prompt.pressSequentially(addedByPerson);
  await panelButton(editor, /^Approve Edited/).waitFor();
  await editor.screenshot("gate-spawn-edited");
  await panelButton(editor, /^Approve Edited/).click();
  await gateReads(editor, /Change a file/);
  const decisions = (await linesWith(addedByPerson)).filter((line) => /approvalDecided/i.test(line));
  expect(decisions).toHaveLength(1);
});

test("A tool call that is rejected with a reason changes nothing, and the worker is told why", async () => {
  await editor.screenshot("gate-edit");
  await panelButton(editor, /^Reject/).click();
  const reason = editor.workbench
    .approvalFrame()
    .getByRole("textbox", { name: /reason/i })
    .first();
  await reason.fill(whyNot);
  await editor.screenshot("gate-reject");
  await panelButton(editor, /^Reject/).click();
  await expect
    .poll(async () => (await linesWith(whyNot)).some((line) => /toolFinished/i.test(line)), {
      timeout: 30_000,
    })
    .toBe(true);
  const money = await readFile(join(editor.workspaceFolder, "src/Shopkeeper/Money.cs"), "utf8");
  expect(money).not.toContain("AwayFromZero");
});

test("A ticket whose work was rejected does not count as done: its acceptance fails, and it asks", async () => {
  await approveUntil(editor, () => editor.workbench.treeRow(/^T-1 .*Blocked/).isVisible());
  expect(await linesWith("acceptanceRan")).not.toHaveLength(0);
  await editor.workbench.treeRow(/^T-4 .*Waiting/).waitFor();
});
