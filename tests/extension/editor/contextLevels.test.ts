import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { gateReads, reviewNext } from "./bed/approvals";
import { launchEditor, type Editor } from "./bed/editor";
import { makeWorkspace, type MadeWorkspace } from "./bed/workspaces";

const minutes = 60_000;
const within = { timeout: 30_000 };

const money = `public static class Money
{
    public static decimal Of(decimal amount)
    {
        var rounded = decimal.Round(amount, 2);
        return rounded;
    }

    public static decimal Half(decimal amount)
    {
        // Long enough that a skeleton is worth it: a file that is no longer than one is shown whole.
        var half = amount / 2;
        var rounded = decimal.Round(half, 2, MidpointRounding.AwayFromZero);
        var rest = amount - rounded - rounded;
        if (rest != 0)
        {
            throw new InvalidOperationException($"{amount} cannot be halved: {rest} is left over.");
        }

        Console.WriteLine($"Half of {amount} is {rounded}, and nothing is left over.");
        Console.WriteLine($"Before it was rounded it was {half}, which is {half - rounded} more.");
        return rounded;
    }
}
`;

const till = `public class Till
{
    public decimal Ring(decimal price) => Money.Of(price);
}
`;

let workspace: MadeWorkspace;
let editor: Editor;

const trackFile = (): string =>
  readFileSync(join(workspace.folder, ".conductor", "tracks", "shop.track.json"), "utf8");
const shownAs = (path: string) => editor.workbench.approvalFrame().getByLabel(`How ${path} is shown`);

beforeAll(async () => {
  workspace = await makeWorkspace(
    {
      "script.json": JSON.stringify({ "*": [{ text: "Never asked." }] }),
      "Money.cs": money,
      "Till.cs": till,
    },
    {
      shop: [
        {
          id: "T-1",
          title: "Ring it up",
          description: "Make the till ring.",
          context_requirements: ["Till.cs", "Money.cs"],
        },
      ],
    },
  );
  editor = await launchEditor({
    workspace: workspace.folder,
    settings: { "conductor.models.default": `script:${join(workspace.folder, "script.json")}` },
  });
  await editor.workbench.openConductorSidebar();
});

afterAll(async () => {
  await editor.close();
  await workspace.remove();
});

test(
  "The gate says how each file is shown and why, and a choice there makes the prompt anew",
  async () => {
    await editor.workbench.inlineAction(editor.workbench.treeRow(/^shop/), /Run Track/);
    await editor.workbench.treeRow(/^T-1 .*Awaiting approval to start/).waitFor();
    await reviewNext(editor);
    await expect.poll(() => shownAs("Money.cs").inputValue(), within).toBe("skeleton");
    await gateReads(editor, /the ticket's main file/);
    await shownAs("Money.cs").scrollIntoViewIfNeeded();
    await editor.screenshot("context-levels");

    await shownAs("Money.cs").selectOption("outline");

    await expect.poll(() => trackFile(), within).toContain('"Money.cs": "outline"');
    await expect
      .poll(
        () =>
          shownAs("Money.cs")
            .inputValue({ timeout: 2_000 })
            .catch(() => ""),
        within,
      )
      .toBe("outline");
    await gateReads(editor, /chosen: outline/);
    await shownAs("Money.cs").scrollIntoViewIfNeeded();
    await editor.screenshot("context-levels-anew");
  },
  3 * minutes,
);

test(
  "In a narrow panel the tokens of each piece stay in sight",
  async () => {
    const size = editor.page.viewportSize() ?? { width: 1400, height: 900 };
    const frame = editor.workbench.approvalFrame();
    try {
      await editor.page.setViewportSize({ width: 640, height: size.height });
      await expect
        .poll(() => frame.locator("body").evaluate((body) => body.clientWidth), within)
        .toBeLessThan(400);
      const cut = await frame
        .locator(".scroll:has(table.pieces)")
        .evaluate((box) => box.scrollWidth - box.clientWidth);
      expect(cut).toBe(0);
      expect(await frame.locator("table.pieces td.number").first().isVisible()).toBe(true);
      await shownAs("Money.cs").scrollIntoViewIfNeeded();
      await editor.screenshot("context-levels-narrow");
    } finally {
      await editor.page.setViewportSize(size);
    }
  },
  3 * minutes,
);

test(
  "The symbol under the cursor joins the ticket's context, and its row and the gate say so",
  async () => {
    await editor.page.keyboard.press("Control+P");
    await editor.workbench.inputBox.fill("Money.cs:4");
    await editor.workbench.quickPick(/Money\.cs/).waitFor();
    await editor.page.keyboard.press("Enter");
    await editor.page.locator(".view-line", { hasText: "decimal Half" }).first().waitFor();
    await editor.workbench.palette("Conductor: Add Symbol to Ticket Context…");
    await editor.workbench.quickPick(/T-1/).click();

    await expect.poll(() => trackFile(), within).toContain("Money.Of");
    await reviewNext(editor);
    await gateReads(editor, /chosen: Money\.Of/);
    await expect
      .poll(() => shownAs("Money.cs").locator("option:checked").textContent(), within)
      .toBe("Only Money.Of");
    await shownAs("Money.cs").scrollIntoViewIfNeeded();
    await editor.screenshot("context-symbol");
  },
  3 * minutes,
);
