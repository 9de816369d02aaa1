import * as vscode from "vscode";
import { commands, schemes } from "../../commands";
import type { ConductorContext } from "../../context";
import { ViewGetRequest, type ViewLevelName } from "../../protocol.generated";
import { isCancellation, presentError } from "../../shared/errors";
import type { TicketRef } from "../tickets/ticketArguments";
import { ticketFile } from "../tickets/ticketUris";
import { failedHeading, levelWord, viewHeading } from "./viewHeading";

/** What a view is of: a file of the folder, or of a ticket that has a working tree. */
export interface ViewedFile {
  /** Relative to the folder or to the tree, '/'-separated. */
  readonly path: string;
  /** Undefined for the folder's. */
  readonly ticket?: TicketRef | undefined;
}

/** Read-only documents that show a file as a worker would see it. */
export class CuratedViews
  implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable
{
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #disposables: { dispose(): unknown }[];
  /** Why a document could not be made, by its address: the editor would say it with that address before it. */
  readonly #failures = new Map<string, unknown>();
  /** Addresses of documents that have a text. */
  readonly #given = new Set<string>();
  /** Open documents that say why they could not be made anew, by their address. An engine that is back may make them. */
  readonly #unmade = new Map<string, vscode.Uri>();
  /** What the heading of an open document rests on, by its address. */
  readonly #places = new Map<string, string>();

  readonly onDidChange = this.#changed.event;

  constructor(private readonly context: ConductorContext) {
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(schemes.view, this),
      vscode.languages.registerCodeLensProvider({ scheme: schemes.view }, this),
      vscode.workspace.onDidSaveTextDocument((document) => this.#refreshViewsOf(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#failures.delete(uri.toString());
        this.#given.delete(uri.toString());
        this.#unmade.delete(uri.toString());
        this.#places.delete(uri.toString());
      }),
      context.store.onDidChange(() => this.#refreshMoved()),
      context.engine.onDidConnect(() => [...this.#unmade.values()].forEach((uri) => this.#changed.fire(uri))),
    ];
  }

  async show(file: ViewedFile, level: ViewLevelName): Promise<void> {
    const uri = viewUri(file, level);
    this.#changed.fire(uri);
    const key = uri.toString();
    try {
      await vscode.window.showTextDocument(uri, { preview: true });
    } catch (error) {
      throw this.#failures.get(key) ?? error;
    } finally {
      this.#failures.delete(key);
    }
  }

  async provideTextDocumentContent(uri: vscode.Uri, token: vscode.CancellationToken): Promise<string> {
    const { path, level, ticket } = viewOf(uri);
    const key = uri.toString();
    if (ticket) {
      this.#places.set(key, this.#placeOf(ticket));
    }
    try {
      const view = await this.context.engine.request(ViewGetRequest, { path, level, ...ticket }, token);
      this.#given.add(key);
      this.#unmade.delete(key);
      return `${viewHeading(view, ticket?.ticketId)}\n${view.text}`;
    } catch (error) {
      if (this.#given.has(key) && !isCancellation(error)) {
        this.#unmade.set(key, uri);
        // The editor would leave what stands there, as if it were still so.
        return `${failedHeading(path, level, presentError(error).message)}\n`;
      }
      this.#failures.set(key, error);
      throw error;
    }
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    return [
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
        title: vscode.l10n.t("Switch Level…"),
        command: commands.contextSwitchLevel,
        arguments: [document.uri],
      }),
    ];
  }

  dispose(): void {
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  /** A ticket's tree comes and goes, and what has landed is elsewhere than it was. */
  #refreshMoved(): void {
    for (const { uri } of vscode.workspace.textDocuments) {
      const shown = this.#places.get(uri.toString());
      const { ticket } = shown === undefined ? {} : viewOf(uri);
      if (ticket && this.#placeOf(ticket) !== shown) {
        this.#places.set(uri.toString(), this.#placeOf(ticket));
        this.#changed.fire(uri);
      }
    }
  }

  #placeOf({ trackId, ticketId }: TicketRef): string {
    const ticket = this.context.store.ticket(trackId, ticketId);
    return JSON.stringify([ticket?.tree?.folder, ticket?.landed]);
  }

  #refreshViewsOf(file: vscode.Uri): void {
    const { workspace, store } = this.context;
    for (const document of vscode.workspace.textDocuments) {
      if (document.uri.scheme === schemes.view) {
        const { path, ticket } = viewOf(document.uri);
        const tree = ticket && store.ticket(ticket.trackId, ticket.ticketId)?.tree;
        if (ticketFile(workspace, path, tree).toString() === file.toString()) {
          this.#changed.fire(document.uri);
        }
      }
    }
  }
}

const levels: readonly ViewLevelName[] = ["curated", "skeleton", "outline", "signature", "full"];

/**
 * The document's name is the tab's, so it says the level and the ticket before the file's own name, whose ending chooses
 * the language.
 */
export function viewUri({ path, ticket }: ViewedFile, level: ViewLevelName): vscode.Uri {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const words = [levelWord(level), ...(ticket ? [ticket.ticketId] : []), path.slice(folder.length)];
  return vscode.Uri.from({
    scheme: schemes.view,
    path: `/${folder}${words.join(separator)}`,
    query: ticket ? JSON.stringify([level, path, ticket.trackId, ticket.ticketId]) : level,
  });
}

const separator = " · ";

/** The file and the level of a curated view's document. */
export function viewOf(uri: vscode.Uri): ViewedFile & { readonly level: ViewLevelName } {
  if (uri.query.startsWith("[")) {
    const [level, path, trackId, ticketId] = JSON.parse(uri.query) as readonly string[];
    return {
      path: path ?? "",
      level: levels.find((known) => known === level) ?? "curated",
      ticket: { trackId: trackId ?? "", ticketId: ticketId ?? "" },
    };
  }
  const folder = uri.path.slice(1, uri.path.lastIndexOf("/") + 1);
  const name = uri.path.slice(folder.length + 1);
  return {
    // A tab of an earlier version has the file's name alone.
    path: folder + (name.includes(separator) ? name.slice(name.indexOf(separator) + separator.length) : name),
    level: levels.find((level) => level === uri.query) ?? "curated",
  };
}
