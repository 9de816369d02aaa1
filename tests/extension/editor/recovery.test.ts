import { afterAll, beforeAll, expect, test } from "vitest";
import { approveUntil, gateReads, panelButton, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";

const minutes = 60_000;
const draft = "Say in one sentence why.";

let editor: Editor;

const row = (name: RegExp) => editor.workbench.treeRow(name);

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(row(/^first-steps/), /Run Track/);
  await row(/^T-1 .*Awaiting approval to start/).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test("An unsent edit at a gate survives a reload of the window", async () => {
  await reviewNext(editor);
  const prompt = editor.workbench.approvalFrame().locator("textarea").first();
  await prompt.focus();
  await prompt.press("Control+End");
  await prompt.pressSequentially(draft);
  await panelButton(editor, /^Approve Edited/).waitFor();
  await editor.reload();
  await panelButton(editor, /^Approve Edited/).waitFor();
  expect(await editor.workbench.approvalFrame().locator("textarea").first().inputValue()).toContain(draft);
});

test(
  "A killed engine comes back with its open approvals, and the run goes on where it stopped",
  async () => {
    await editor.workbench.openConductorSidebar();
    await row(/^T-1 /).waitFor();
    if (await row(/^first-steps.*Paused/).isVisible()) {
      await editor.workbench.inlineAction(row(/^first-steps/), /Resume/);
    }
    await panelButton(editor, /^Approve/).click();
    await gateReads(editor, /Change a file/);
    const [killed] = editor.sidecarPids();
    if (killed === undefined) {
      throw new Error("A sidecar must be running.");
    }
    process.kill(killed, "SIGKILL");
    await row(/^first-steps.*Paused.*interrupted/).waitFor();
    await row(/waits for your approval/).waitFor();
    await editor.screenshot("recovered");
    expect(editor.sidecarPids()).not.toContain(killed);
    // Nobody resumes the run: the answer to its gate lets the ticket go on.
    await approveUntil(editor, () => row(/^T-1 .*Completed/).isVisible());
  },
  4 * minutes,
);

test(
  "A window that is reloaded while a worker is at work finds its run paused, and it goes on to the end of the ticket",
  async () => {
    await editor.workbench.inlineAction(row(/^first-steps/), /Resume/);
    await row(/^T-3 .*Awaiting approval to start/).waitFor();
    await approveUntil(editor, () => row(/^T-3 .*Running/).isVisible());
    await editor.reload();
    await editor.workbench.openConductorSidebar();
    await row(/^first-steps.*Paused/).waitFor();
    await editor.workbench.inlineAction(row(/^first-steps/), /Resume/);
    await approveUntil(editor, () => row(/^T-3 .*Completed/).isVisible());
  },
  4 * minutes,
);
