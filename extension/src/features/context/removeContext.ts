import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { TicketRemoveContextRequest } from "../../protocol.generated";
import { UserError } from "../../shared/errors";
import { loadedTracks } from "../tickets/pickers";
import { type ContextNode, isTicketsNode, type TicketsNode } from "../tickets/ticketNodes";
import { editTrackFile } from "../tickets/trackFileEdits";

/** Takes files out of their tickets' contexts: those of the rows it was called on, else the selected ones; asks which when there are none. */
export async function removeContextFiles(
  context: ConductorContext,
  view: vscode.TreeView<TicketsNode>,
  args: readonly unknown[],
): Promise<void> {
  const rows = contextRows(view, args);
  const isAsked = rows.length === 0 && args[0] !== selectionArgument;
  const nodes = isAsked ? await pickContextFiles(context) : rows;
  for (const ticketId of new Set(nodes.map(ticketKey))) {
    const files = nodes.filter((node) => ticketKey(node) === ticketId);
    const [first] = files;
    if (first) {
      await editTrackFile(context.workspace, () =>
        context.engine.request(TicketRemoveContextRequest, {
          trackId: first.trackId,
          ticketId: first.ticketId,
          paths: files.map(({ path }) => path),
        }),
      );
    }
  }
}

function ticketKey({ trackId, ticketId }: ContextNode): string {
  return JSON.stringify([trackId, ticketId]);
}

/** A key of the view's own passes this: the selected rows are meant. */
const selectionArgument = "selection";

function contextRows(
  view: vscode.TreeView<TicketsNode>,
  [clicked, selected]: readonly unknown[],
): readonly ContextNode[] {
  const isBare = clicked === undefined && view.visible;
  const rows =
    clicked === selectionArgument || isBare
      ? view.selection
      : Array.isArray(selected) && selected.includes(clicked)
        ? (selected as unknown[])
        : [clicked];
  return rows.flatMap((row) => (isTicketsNode(row) && row.kind === "context" ? row : []));
}

async function pickContextFiles(context: ConductorContext): Promise<readonly ContextNode[]> {
  const items = (await loadedTracks(context)).flatMap(({ trackId, tickets }) =>
    tickets.flatMap((ticket) =>
      ticket.contextRequirements.map((path) => ({
        label: path,
        description: ticket.id,
        node: { kind: "context", id: "", trackId, ticketId: ticket.id, path } as const,
      })),
    ),
  );
  if (items.length === 0) {
    throw new UserError(vscode.l10n.t("No ticket has a context file. Add to Ticket Context… gives it some."));
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Remove from Context"),
    placeHolder: vscode.l10n.t("Which files?"),
    canPickMany: true,
    matchOnDescription: true,
  });
  return (chosen ?? []).map(({ node }) => node);
}
