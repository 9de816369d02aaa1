import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchEditor, type Editor } from "./bed/editor";

let editor: Editor;

const row = (name: RegExp): Locator => editor.workbench.treeRow(name);

/** Files are written a moment after the editor has shown the change. */
const within = { timeout: 20_000 };

const trackFile = (): Promise<string> =>
  readFile(join(editor.workspaceFolder, ".conductor/tracks/first-steps.track.json"), "utf8");

/** The context files of a ticket in the track's file. */
async function contextOf(ticketId: string): Promise<readonly string[]> {
  const track = JSON.parse(await trackFile()) as {
    readonly tickets: readonly { readonly id: string; readonly context_requirements: readonly string[] }[];
  };
  return track.tickets.find(({ id }) => id === ticketId)?.context_requirements ?? [];
}

beforeAll(async () => {
  editor = await launchEditor();
  await editor.workbench.openConductorSidebar();
  await row(/^T-1 /).waitFor();
});

afterAll(async () => {
  await editor.close();
});

test("The sample's tickets are listed with their states and what they wait for", async () => {
  await row(/^first-steps.*Demo \(offline\)/).waitFor();
  await row(/^T-1 .*Ready/).waitFor();
  await row(/^T-4 .*Waiting for T-2, T-3/).waitFor();
  await editor.screenshot("tickets-idle");
});

test("A ticket's row opens the track file at the ticket", async () => {
  await row(/^T-3 /).click();
  await editor.workbench.tab(/first-steps\.track\.json/).waitFor();
  await editor.page.locator(".statusbar-item", { hasText: /Ln 2\d/ }).waitFor();
});

test("Two files selected in the Explorer join a ticket's context by one right-click", async () => {
  await editor.workbench.openExplorer();
  await editor.workbench.expand(row(/^src/));
  const readme = row(/^README\.md/);
  await readme.click();
  await row(/^Directory\.Build\.props/).click({ modifiers: ["ControlOrMeta"] });
  await editor.workbench.contextMenu(readme, /Add to Ticket Context/);
  await editor.workbench.quickPick(/T-3/).click();
  await expect
    .poll(() => contextOf("T-3"), within)
    .toEqual(expect.arrayContaining(["Directory.Build.props", "README.md"]));
  await editor.workbench.openConductorSidebar();
  await editor.workbench.expand(row(/^T-3 /));
  await row(/^README\.md, context file of T-3/).waitFor();
});

test("A context file leaves the context by its row", async () => {
  await editor.workbench.openConductorSidebar();
  await editor.workbench.expand(row(/^T-3 /));
  await editor.workbench.inlineAction(row(/^README\.md, context file of T-3/), /Remove from Context/);
  await expect.poll(() => contextOf("T-3"), within).not.toContain("README.md");
  await row(/^README\.md, context file of T-3/).waitFor({ state: "detached" });
});

test("A context file shows as a worker sees it, with its tokens", async () => {
  await editor.workbench.openConductorSidebar();
  await editor.workbench.expand(row(/^T-3 /));
  const cart = row(/^src\/Shopkeeper\/Cart\.cs, context file of T-3/);
  await editor.workbench.contextMenu(cart, /Show Curated View/);
  await editor.page
    .locator(".view-line", { hasText: /\/\/.*Cart\.cs.*tokens/ })
    .first()
    .waitFor();
  await editor.screenshot("curated-view");
});

test("A file dragged from the Explorer onto a ticket joins its context", async () => {
  await editor.workbench.openExplorer();
  const source = await row(/^README\.md/).boundingBox();
  const icon = await editor.workbench.conductorIcon.boundingBox();
  if (!source || !icon) {
    throw new Error("The Explorer's row and our icon must be on screen.");
  }
  const { mouse } = editor.page;
  await mouse.move(source.x + 30, source.y + source.height / 2);
  await mouse.down();
  await mouse.move(icon.x + icon.width / 2, icon.y + icon.height / 2, { steps: 15 });
  // The editor shows our side bar after the pointer has rested on its icon.
  await row(/^T-4 /).waitFor();
  const target = await row(/^T-4 /).boundingBox();
  if (!target) {
    throw new Error("The ticket's row must be on screen.");
  }
  await mouse.move(target.x + 60, target.y + target.height / 2, { steps: 15 });
  await mouse.up();
  await expect.poll(() => contextOf("T-4"), within).toContain("README.md");
});

test("Run Track asks before the first worker starts", async () => {
  await editor.workbench.openConductorSidebar();
  await editor.workbench.inlineAction(row(/^first-steps/), /Run Track/);
  await row(/^T-1 .*Awaiting approval to start/).waitFor();
  await editor.workbench.statusBarItem(/1 waiting/).waitFor();
  await editor.screenshot("tickets-waiting");
});
