import { afterEach, expect, test } from "vitest";
import type { Locator } from "playwright-core";
import { reviewNext } from "./bed/approvals";
import { type Editor, launchEditor } from "./bed/editor";
import { contrastOf } from "./bed/readability";

/** What WCAG 2 wants of text, and of what shows where a control is (levels AA). */
const readable = 4.5;
const visible = 3;

let editor: Editor;

afterEach(async () => {
  await editor.close();
});

/** The spawn gate of the sample's first ticket. */
async function openGate(theme: "dark" | "light" | "highContrast"): Promise<(selector: string) => Locator> {
  editor = await launchEditor({ theme });
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(editor.workbench.treeRow(/^first-steps/), /Run Track/);
  await editor.workbench.treeRow(/^T-1 .*Awaiting approval to start/).waitFor();
  await reviewNext(editor);
  await editor.screenshot(`gate-spawn-${theme}`);
  return (selector) => editor.workbench.approvalFrame().locator(selector).filter({ visible: true }).first();
}

test.each(["dark", "light", "highContrast"] as const)(
  "Titles, explanations, texts and buttons of the spawn gate stand out from what is behind them in the %s theme",
  async (theme) => {
    const part = await openGate(theme);
    for (const selector of ["h1", "h2", "p.hint", "textarea", "button.primary", "button.secondary"]) {
      expect(await contrastOf(part(selector)), selector).toBeGreaterThanOrEqual(readable);
    }
  },
);

test("In high contrast a border shows where each control of the spawn gate is", async () => {
  const part = await openGate("highContrast");
  for (const selector of ["textarea", "button.primary", "button.secondary"]) {
    expect(await contrastOf(part(selector), "border"), selector).toBeGreaterThanOrEqual(visible);
  }
});
