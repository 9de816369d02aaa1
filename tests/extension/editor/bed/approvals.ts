// How a person goes through gates, by what the panel shows.
import type { Locator } from "playwright-core";
import type { Editor } from "./editor";

/** A button of the approval panel by the start of its label. */
export const panelButton = (editor: Editor, label: RegExp): Locator =>
  editor.workbench.approvalFrame().getByRole("button", { name: label }).first();

/** Shows the panel with the oldest open approval. */
export async function reviewNext(editor: Editor): Promise<void> {
  await editor.workbench.palette("Conductor: Review Next Approval");
  await panelButton(editor, /^Approve/).waitFor();
}

/** Waits until the panel shows a gate whose kind and ticket read like this. */
export async function gateReads(editor: Editor, text: RegExp): Promise<void> {
  await editor.workbench.approvalFrame().locator("main, body").filter({ hasText: text }).first().waitFor();
}

/**
 * Answers the gate of a ticket, while that is on show, until its row says what comes next. A request is guarded against a click that was
 * meant for the one before, so a click that comes too early is simply made again.
 */
export async function answerGate(
  editor: Editor,
  ticketId: string,
  label: RegExp,
  next: Locator,
): Promise<void> {
  const shown = editor.workbench.approvalFrame().locator("h1 .ticket", { hasText: ticketId });
  while (!(await next.isVisible())) {
    const button = panelButton(editor, label);
    if ((await shown.isVisible().catch(() => false)) && (await button.isVisible().catch(() => false))) {
      await button.click({ timeout: 2_000 }).catch(() => undefined);
    }
    await editor.page.waitForTimeout(400);
  }
}

/**
 * Approves whatever the panel shows, and lands finished work, until the rows say that it is over. A new request is guarded against a click that was
 * meant for the one before, so a click that comes too early is simply made again.
 */
export async function approveUntil(editor: Editor, isOver: () => Promise<boolean>): Promise<void> {
  while (!(await isOver())) {
    const approve = panelButton(editor, /^(Approve|Land)$/);
    if (await approve.isVisible().catch(() => false)) {
      await approve.click({ timeout: 2_000 }).catch(() => undefined);
    }
    await editor.page.waitForTimeout(400);
  }
}
