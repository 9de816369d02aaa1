import type { WorkspaceRoot } from "../../context";
import type { TicketInfo, TicketStateName } from "../../protocol.generated";
import { exists } from "../../shared/files";

/** Nobody works in the tree of such a ticket, so a person may discard it. */
const ended: readonly TicketStateName[] = ["blocked", "failed", "cancelled", "completed", "skipped"];

/** Which working trees of ended tickets have been discarded: the engine names the tree of an attempt also when its folder is gone. */
export class GoneTrees {
  readonly #folders = new Set<string>();

  constructor(private readonly workspace: Pick<WorkspaceRoot, "toUri">) {}

  /** Looks whether the ticket's tree is there; true when that is news. */
  async look({ state, tree }: TicketInfo): Promise<boolean> {
    if (tree === undefined) {
      return false;
    }
    const isGone = ended.includes(state) && !(await exists(this.workspace.toUri(tree.folder)));
    const wasGone = this.#folders.has(tree.folder);
    if (isGone) {
      this.#folders.add(tree.folder);
    } else {
      this.#folders.delete(tree.folder);
    }
    return isGone !== wasGone;
  }

  /** The ticket as its row shows it. */
  without(ticket: TicketInfo): TicketInfo {
    const { tree, ...rest } = ticket;
    return tree !== undefined && this.#folders.has(tree.folder) ? rest : ticket;
  }
}
