import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { reviewNext } from "./bed/approvals";
import { launchEditor } from "./bed/editor";

// Pictures for people to look at: the same gate in each kind of theme. The other states are pictured by the other tests.
test.each(["light", "highContrast"] as const)("The spawn gate is readable in the %s theme", async (theme) => {
  const editor = await launchEditor({ theme });
  try {
    await editor.workbench.openConductorSidebar();
    await editor.workbench.inlineAction(editor.workbench.treeRow(/^first-steps/), /Run Track/);
    await editor.workbench.treeRow(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    const page = editor.workbench.approvalFrame().locator("body");
    expect(await page.getAttribute("class")).toContain(
      theme === "light" ? "vscode-light" : "vscode-high-contrast",
    );
    expect(existsSync(await editor.screenshot(`gate-spawn-${theme}`))).toBe(true);
  } finally {
    await editor.close();
  }
});
