import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import {
  type SetContextViewParams,
  TicketRemoveContextRequest,
  TicketSetContextViewRequest,
  ViewMemberAtRequest,
} from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import type { ContextChoice } from "../approvals/contextChoices";
import { pickTicket } from "../tickets/pickers";
import { type ContextNode, isTicketsNode } from "../tickets/ticketNodes";
import { editTrackFile } from "../tickets/trackFileEdits";
import { contextPath, isOwner, requireSeen } from "./contextPath";
import { levelWord } from "./viewHeading";

/** Writes it into the track's file. */
export async function chooseContextView(
  { engine, workspace }: Pick<ConductorContext, "engine" | "workspace">,
  file: { readonly trackId: string; readonly ticketId: string; readonly path: string },
  choice: ContextChoice,
): Promise<void> {
  const { trackId, ticketId, path } = file;
  await editTrackFile(workspace, () =>
    choice === "remove"
      ? engine.request(TicketRemoveContextRequest, { trackId, ticketId, paths: [path] })
      : engine.request(TicketSetContextViewRequest, {
          trackId,
          ticketId,
          path,
          ...(choice === "auto" ? {} : { level: choice }),
        }),
  );
}

/** Set View Level…: of the context file of a row. */
export async function setViewLevel(context: ConductorContext, args: readonly unknown[]): Promise<void> {
  const [clicked] = args;
  const file =
    isTicketsNode(clicked) && clicked.kind === "context" ? clicked : await pickContextFile(context);
  if (!file) {
    return;
  }
  const ticket = context.store.ticket(file.trackId, file.ticketId);
  const current = ticket?.contextViews?.find(({ path }) => path === file.path);
  const isFirst = ticket?.contextRequirements[0] === file.path;
  const automatic = levelWord(isFirst ? "curated" : "skeleton");
  const items: readonly (vscode.QuickPickItem & { readonly choice: ContextChoice })[] = [
    {
      label: vscode.l10n.t("Automatic"),
      detail: vscode.l10n.t("By its place in the list: {0}", automatic),
      choice: "auto",
    },
    ...(["full", "curated", "skeleton", "outline", "signature"] as const).map((choice) => ({
      label: levelWord(choice),
      choice,
    })),
  ];
  const now = current?.members.length ? undefined : (current?.level ?? "auto");
  const chosen = await vscode.window.showQuickPick(
    items.map((item) => (item.choice === now ? { ...item, description: vscode.l10n.t("set now") } : item)),
    {
      title: vscode.l10n.t("How is {0} shown to the worker of {1}?", file.path, file.ticketId),
      ...(current?.members.length
        ? { placeHolder: vscode.l10n.t("Now: only {0} with bodies", current.members.join(", ")) }
        : {}),
    },
  );
  if (chosen) {
    await chooseContextView(context, file, chosen.choice);
  }
}

/** Add Symbol to Ticket Context…: the declaration under the cursor, with its body; the file's other bodies are left out. */
export async function addSymbol(context: ConductorContext): Promise<void> {
  const { engine, workspace } = context;
  const editor = vscode.window.activeTextEditor;
  const opened = editor && workspace.toPath(editor.document.uri);
  if (!editor || opened === undefined) {
    throw new UserError(
      vscode.l10n.t(
        "No file of this folder is open. Open one, put the cursor into a declaration, and try again.",
      ),
    );
  }
  const file = await contextPath(context, opened);
  const { path } = file;
  const { member, note } = await engine.request(ViewMemberAtRequest, {
    path,
    text: editor.document.getText(),
    line: editor.selection.active.line,
  });
  if (member === undefined) {
    throw new UserError(
      note === undefined
        ? vscode.l10n.t("No declaration is under the cursor. Put it into one, and try again.")
        : vscode.l10n.t("{0} Add to Ticket Context… adds the whole file.", note),
    );
  }
  const ref = await pickTicket(context, {
    title: vscode.l10n.t("Add Symbol to Ticket Context"),
    placeHolder: vscode.l10n.t("Which ticket is to see {0}?", member),
    whenNone: vscode.l10n.t("There are no tickets yet. New Ticket… makes one."),
    fits: () => true,
  });
  if (!ref) {
    return;
  }
  requireSeen(file, ref);
  if (file.owner && !isOwner(file.owner, ref) && !(await isInFolder(context, path, member))) {
    throw new UserError(
      vscode.l10n.t(
        "{0} is in {1} only as {2} has it, which {3} does not see. Add it when that has landed and is in your folder.",
        member,
        path,
        file.owner.ticketId,
        ref.ticketId,
      ),
    );
  }
  const change: SetContextViewParams = { ...ref, path, members: [member], add: true };
  await editTrackFile(workspace, () => engine.request(TicketSetContextViewRequest, change));
  vscode.window.setStatusBarMessage(
    vscode.l10n.t("{0} sees the body of {1} now.", ref.ticketId, member),
    5000,
  );
}

/** Whether the folder's file has a declaration as well that was found in a tree's, wherever it stands there. */
async function isInFolder(
  { engine, workspace }: Pick<ConductorContext, "engine" | "workspace">,
  path: string,
  member: string,
): Promise<boolean> {
  const text = (await vscode.workspace.openTextDocument(workspace.toUri(path))).getText();
  const found = await engine.request(ViewMemberAtRequest, { path, text, line: 0, member });
  return found.member === member;
}

async function pickContextFile({
  store,
}: ConductorContext): Promise<Pick<ContextNode, "trackId" | "ticketId" | "path"> | undefined> {
  const items = store.tracks.flatMap(({ trackId }) =>
    (trackId === undefined ? [] : (store.snapshot(trackId)?.tickets ?? [])).flatMap((ticket) =>
      ticket.contextRequirements.map((path) => ({
        label: path,
        description: ticket.id,
        file: { trackId: trackId ?? "", ticketId: ticket.id, path },
      })),
    ),
  );
  if (items.length === 0) {
    throw new UserError(vscode.l10n.t("No ticket has a context file. Add to Ticket Context… gives it some."));
  }
  const title = vscode.l10n.t("Set View Level");
  const placeHolder = vscode.l10n.t("Of which file?");
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true }))?.file;
}
