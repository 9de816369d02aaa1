import { afterAll, beforeAll, expect, test } from "vitest";
import { gateReads, panelButton } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);
const isSelected = (tab: RegExp): Promise<string | null> =>
  editor.workbench.tab(tab).getAttribute("aria-selected");

/** Opens a file in the group that has the focus. The picker closes when something else takes the focus; a person then opens it once more. */
async function openFile(name: string): Promise<void> {
  for (let triesLeft = 3; ; triesLeft--) {
    try {
      await editor.page.keyboard.press("Control+P");
      await editor.workbench.inputBox.fill(name, { timeout: 10_000 });
      await editor.workbench.quickPick(new RegExp(`^${name}`)).waitFor({ timeout: 10_000 });
      break;
    } catch (error) {
      if (triesLeft === 0) {
        throw error;
      }
    }
  }
  await editor.page.keyboard.press("Enter");
  await editor.workbench.tab(new RegExp(name)).waitFor();
}

beforeAll(async () => {
  editor = await launchEditor({ settings: { "conductor.approvals.reveal": "beside" } });
  await openFile("Money.cs");
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(row(/^first-steps/), /Run Track/);
});

afterAll(async () => {
  await editor.close();
});

test("The panel opens by itself beside the text", async () => {
  await panelButton(editor, /^Approve/).waitFor();
  expect(await isSelected(/Money\.cs/)).toBe("true");
});

test("It does not come up over a tab that the person works in", async () => {
  await editor.workbench.tab(/^Approval: T-1/).click();
  await openFile("PriceCalculator.cs");
  await editor.workbench.inlineAction(row(/waits for your approval, new worker/), /^Approve/);
  await row(/waits for your approval, file change/).waitFor();
  await editor.screenshot("gate-behind-tab");
  expect(await isSelected(/PriceCalculator\.cs/)).toBe("true");
});

test("It comes up on the new request where it covers nothing of theirs", async () => {
  await editor.workbench.tab(/Money\.cs/).click();
  await editor.workbench.inlineAction(row(/waits for your approval, file change/), /^Approve/);
  await gateReads(editor, /Run a command/);
  expect(await isSelected(/^Approval: T-/)).toBe("true");
  expect(await isSelected(/Money\.cs/)).toBe("true");
});
