import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext, TrackStoreChange } from "../../context";
import { announce } from "../../shared/announce";
import { guard } from "../../shared/commandBoundary";
import { exists } from "../../shared/files";
import type { TicketRef } from "../tickets/ticketArguments";
import { openTabs } from "./reviewTabs";

/**
 * Closes what is open of a ticket's working tree when the tree is gone: a save there would write a new folder that nobody reads.
 * What has unsaved changes stays, and the person is told where the work is.
 */
export class TreeTabs implements vscode.Disposable {
  /** Whose each tree is that was seen, by its folder. */
  readonly #trees = new Map<string, TicketRef>();
  /** The tree of each ticket, as it was last seen. */
  readonly #current = new Map<string, string>();
  /** Trees whose unsaved tabs the person was told of. */
  readonly #told = new Set<string>();
  readonly #owned: vscode.Disposable;

  constructor(private readonly context: Pick<ConductorContext, "log" | "store" | "workspace">) {
    const watcher = vscode.workspace.createFileSystemWatcher("**/.conductor/worktrees/*", true, true, false);
    this.#owned = vscode.Disposable.from(
      watcher,
      watcher.onDidDelete(() => this.#look([...this.#trees.keys()])),
      context.store.onDidChange((change) => this.#follow(change)),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #follow(change: TrackStoreChange): void {
    const { store } = this.context;
    if (change.kind === "track") {
      change.tickets.forEach((ticketId) => this.#note({ trackId: change.trackId, ticketId }));
      return;
    }
    for (const { trackId } of store.tracks) {
      const tickets = trackId === undefined ? undefined : store.snapshot(trackId)?.tickets;
      tickets?.forEach(({ id }) => trackId !== undefined && this.#note({ trackId, ticketId: id }));
    }
  }

  #note(ref: TicketRef): void {
    const ticket = this.context.store.ticket(ref.trackId, ref.ticketId);
    const key = JSON.stringify([ref.trackId, ref.ticketId]);
    const before = this.#current.get(key);
    const folder = ticket?.tree?.folder;
    if (folder === before) {
      return;
    }
    if (folder === undefined) {
      this.#current.delete(key);
    } else {
      this.#current.set(key, folder);
      this.#trees.set(folder, ref);
    }
    if (before !== undefined && folder === undefined && ticket?.landed !== undefined) {
      // The engine takes it away in a moment; a save until then would be lost with it.
      this.#close(before, ref);
    } else if (before !== undefined) {
      this.#look([before]);
    }
  }

  #look(folders: readonly string[]): void {
    void guard(
      this.context,
      "tabs of working trees",
      async () => {
        for (const folder of folders) {
          const ref = this.#trees.get(folder);
          if (ref && this.#tabsOf(folder).length > 0 && !(await exists(this.#uriOf(folder)))) {
            this.#close(folder, ref);
          }
        }
      },
      { isQuiet: true },
    );
  }

  #close(folder: string, ref: TicketRef): void {
    const tabs = this.#tabsOf(folder);
    const unsaved = tabs.filter(({ isDirty }) => isDirty);
    const saved = tabs.filter(({ isDirty }) => !isDirty);
    if (saved.length > 0) {
      void guard(
        this.context,
        "tabs of a working tree",
        async () => {
          await vscode.window.tabGroups.close(saved, true);
        },
        {
          isQuiet: true,
        },
      );
    }
    if (unsaved.length > 0 && !this.#told.has(folder)) {
      this.#told.add(folder);
      this.#tell(ref, unsaved);
    }
  }

  #tell({ ticketId, trackId }: TicketRef, unsaved: readonly vscode.Tab[]): void {
    const { store } = this.context;
    const names = unsaved.map(({ label }) => label).join(", ");
    const branch = store.snapshot(trackId)?.integration?.name;
    if (store.ticket(trackId, ticketId)?.landed !== undefined && branch !== undefined) {
      announce(
        this.context,
        "warning",
        vscode.l10n.t(
          "The work of {0} has landed on {1}, and its working tree is gone. Unsaved changes are not part of it: {2}. A save would write a folder that nobody reads; copy what you need, then close without saving.",
          ticketId,
          branch,
          names,
        ),
        [],
      );
      return;
    }
    announce(
      this.context,
      "warning",
      vscode.l10n.t(
        "The working tree of {0} is gone, and there are unsaved changes in it: {1}. A save would write a folder that nobody reads; copy what you need, then close without saving. What was saved there and has not landed can be restored.",
        ticketId,
        names,
      ),
      [{ label: vscode.l10n.t("Restore Discarded Work…"), command: commands.treesRestore }],
    );
  }

  #tabsOf(folder: string): readonly vscode.Tab[] {
    const root = `${this.#uriOf(folder).path}/`;
    return openTabs().filter(({ input }) =>
      urisOf(input).some(({ path, scheme }) => scheme === "file" && path.startsWith(root)),
    );
  }

  #uriOf(folder: string): vscode.Uri {
    return this.context.workspace.toUri(folder);
  }
}

/** All addresses that a tab shows: its input is of a kind for each editor, and that of merge editors has no public type. */
function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.Uri) {
    return [input];
  }
  return typeof input === "object" && input !== null ? Object.values(input).flatMap(urisOf) : [];
}
