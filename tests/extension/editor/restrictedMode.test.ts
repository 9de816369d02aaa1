import { afterAll, beforeAll, expect, test } from "vitest";
import { launchEditor, type Editor } from "./bed/editor";

let editor: Editor;

beforeAll(async () => {
  editor = await launchEditor({ workspaceTrust: true });
  await editor.workbench.openConductorSidebar();
});

afterAll(async () => {
  await editor.close();
});

test("In Restricted Mode tracks can be read, and the view says what is missing", async () => {
  await editor.workbench.treeRow(/^T-1 /).waitFor();
  await editor.workbench
    .view("Tickets")
    .getByText(/Restricted Mode/)
    .waitFor();
  await editor.screenshot("restricted-mode");
});

test("Running a track there refuses and leads to the editor's trust settings", async () => {
  await editor.workbench.inlineAction(editor.workbench.treeRow(/^first-steps/), /Run Track/);
  const toast = editor.workbench.notifications().filter({ hasText: /trusted workspace/ });
  await toast.getByRole("button", { name: "Manage Workspace Trust" }).click();
  await editor.page.locator(".workspace-trust-editor").first().waitFor();
  expect(await editor.workbench.treeRow(/^T-1 .*Ready/).isVisible()).toBe(true);
});
