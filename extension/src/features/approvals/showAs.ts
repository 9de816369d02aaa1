import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { chooseContextView } from "../context/contextViews";
import type { ContextChoice } from "./contextChoices";
import type { PanelSession } from "./panelSession";

/**
 * Shows a context file of the ticket at the gate in another way. That is written into the track's file, and the engine asks again
 * with the prompt made anew, which the panel then shows.
 */
export async function showAs(
  context: ConductorContext,
  session: PanelSession,
  { path, choice }: { readonly path: string; readonly choice: ContextChoice },
): Promise<void> {
  const approval = session.openApproval;
  if (!approval) {
    return;
  }
  if (session.hasEditedPrompt && !(await mayDropEdits())) {
    // The page shows again what holds.
    session.refresh();
    return;
  }
  session.expectAnew(approval);
  const { trackId, ticketId } = approval;
  await chooseContextView(context, { trackId, ticketId, path }, choice);
}

async function mayDropEdits(): Promise<boolean> {
  const makeAnew = vscode.l10n.t("Make It Anew");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t("Make the prompt anew?"),
    { modal: true, detail: vscode.l10n.t("What you have typed into prompt and context is dropped.") },
    makeAnew,
  );
  return answer === makeAnew;
}
