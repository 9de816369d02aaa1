import type * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import { guard } from "../../shared/commandBoundary";
import { addContextFiles } from "../context/contextFiles";
import { parseUriList } from "../context/resourceUris";
import type { TicketRef } from "./ticketArguments";
import type { TicketsNode } from "./ticketNodes";

const uriList = "text/uri-list";

/** Files dropped on a ticket, or on one of its files, join its context; dropped elsewhere, they ask for the ticket. */
export class TicketDrop implements vscode.TreeDragAndDropController<TicketsNode> {
  readonly dropMimeTypes = [uriList];
  readonly dragMimeTypes = [];

  constructor(private readonly context: ConductorContext) {}

  async handleDrop(target: TicketsNode | undefined, data: vscode.DataTransfer): Promise<void> {
    await guard(this.context, "drop", async () => {
      const text = (await data.get(uriList)?.asString()) ?? "";
      await addContextFiles(this.context, parseUriList(text), ticketOf(target));
    });
  }
}

function ticketOf(target: TicketsNode | undefined): TicketRef | undefined {
  return target?.kind === "ticket" || target?.kind === "context"
    ? { trackId: target.trackId, ticketId: target.ticketId }
    : undefined;
}
