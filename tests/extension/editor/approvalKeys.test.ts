import { afterAll, beforeAll, expect, test } from "vitest";
import { gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { journalOf } from "./bed/journal";

const whyNot = "Not today.";
const addedByPerson = " Say why.";

let editor: Editor;

const decisions = async (): Promise<readonly string[]> =>
  (await journalOf(editor.workspaceFolder)).filter((line) => /approvalDecided/i.test(line));

const press = (keys: string): Promise<void> => editor.page.keyboard.press(keys);

/** Types at the end of the prompt; when it says that it is edited, every key before has been dealt with. */
async function typeIntoPrompt(text: string): Promise<void> {
  const prompt = editor.workbench.approvalFrame().locator("textarea").first();
  await prompt.focus();
  await prompt.press("Control+End");
  await prompt.pressSequentially(text);
  await panelButton(editor, /^Approve Edited/).waitFor();
}

/** Presses again while a new request is guarded against a key that was meant for the one before. */
async function untilOneMore(act: () => Promise<void>): Promise<void> {
  const before = (await decisions()).length;
  await expect
    .poll(
      async () => {
        if ((await decisions()).length === before) {
          await act();
        }
        return (await decisions()).length;
      },
      { timeout: 30_000, interval: 1_000 },
    )
    .toBe(before + 1);
}

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(editor.workbench.treeRow(/^first-steps/), /Run Track/);
  await editor.workbench.treeRow(/^T-1 .*Awaiting approval to start/).waitFor();
  await reviewNext(editor);
});

afterAll(async () => {
  await editor.close();
});

test("Ctrl+Enter in the search box or the commit box leaves the gate of the panel beside it open", async () => {
  await press("Control+Shift+F");
  const search = editor.page.locator(".search-view .search-widget textarea").first();
  await search.fill("Money");
  await search.press("Control+Enter");
  await press("Control+Shift+G");
  const commitMessage = editor.page.locator(".scm-view .scm-input .monaco-editor").first();
  await commitMessage.click();
  await editor.page.keyboard.type("Round up");
  await press("Control+Enter");
  await press("Control+Alt+Enter");
  await editor.screenshot("gate-beside-commit");
  await typeIntoPrompt(addedByPerson);
  expect(await decisions()).toEqual([]);
});

test("The title bar of the panel offers what can be answered", async () => {
  const bar = editor.page.locator(".editor-group-container.active .editor-actions");
  await bar.getByRole("button", { name: /^Approve/ }).waitFor();
  await bar.getByRole("button", { name: /^Reject/ }).waitFor();
});

test("Ctrl+Enter in the prompt approves what is typed in it, without a line break of its own", async () => {
  await press("Control+Enter");
  await gateReads(editor, /Change a file/);
  const [decision = ""] = await decisions();
  expect(decision).toContain(`${addedByPerson}"`);
  expect(await decisions()).toHaveLength(1);
});

test("Ctrl+Enter on another button of the panel approves, and does not press that button", async () => {
  await panelButton(editor, /^Reject…/).focus();
  await untilOneMore(() => press("Control+Enter"));
  expect((await decisions()).at(-1)).toContain('"approve"');
  expect(await panelButton(editor, /^Cancel/).isVisible()).toBe(false);
});

test("Ctrl+Alt+Enter in the panel rejects", async () => {
  await panelButton(editor, /^Approve/).focus();
  await untilOneMore(() => press("Control+Alt+Enter"));
  expect((await decisions()).at(-1)).toContain('"reject"');
});

test("Ctrl+Enter while a reason is being written rejects with that reason", async () => {
  await gateReads(editor, /Start a worker/);
  await panelButton(editor, /^Reject…/).click();
  await editor.page.keyboard.type(whyNot);
  await untilOneMore(() => press("Control+Enter"));
  expect((await decisions()).at(-1)).toContain('"reject"');
  expect((await decisions()).at(-1)).toContain(whyNot);
});

test("Ctrl+Enter on a row of the Approvals view approves it", async () => {
  await editor.workbench.openConductorSidebar();
  await editor.workbench.treeRow(/waits for your approval/).click();
  await untilOneMore(() => press("Control+Enter"));
  expect((await decisions()).at(-1)).toContain('"approve"');
});
