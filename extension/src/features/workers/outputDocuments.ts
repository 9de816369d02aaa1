import * as vscode from "vscode";
import { schemes } from "../../commands";
import type { ConductorContext } from "../../context";
import { type WorkerOutput, WorkerLogRequest, WorkerOutputNotification } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { Throttle } from "../../shared/throttle";
import type { TicketRef } from "../tickets/ticketArguments";
import { ticketUri } from "../tickets/ticketUris";
import { OutputText } from "./outputText";

const redrawMilliseconds = 200;
const reloadMilliseconds = 1000;

interface OpenOutput {
  readonly uri: vscode.Uri;
  readonly ref: TicketRef;
  readonly output: OutputText;
  /** Shows what is new. */
  readonly redraw: Throttle;
  /** Asks the server for the text; spaced, so that a worker that streams much cannot keep it busy. */
  readonly reload: Throttle;
  /** The server is being asked; one question at a time. */
  loading: Promise<void> | undefined;
}

/** Read-only documents with what a ticket's worker says and does, live while they are open. */
export class OutputDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #open = new Map<string, OpenOutput>();
  readonly #disposables: { dispose(): unknown }[];

  readonly onDidChange = this.#changed.event;

  constructor(private readonly context: ConductorContext) {
    this.#disposables = [
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(schemes.output, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.#close(document.uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => followEnd(document)),
      context.engine.onNotification(WorkerOutputNotification, (piece) => this.#receive(piece)),
      context.engine.onDidConnect(() => this.#open.forEach((entry) => this.#reconnect(entry))),
    ];
  }

  uriOf(ref: TicketRef): vscode.Uri {
    const { trackId, ticketId } = ref;
    return ticketUri(
      schemes.output,
      { trackId, ticketId, file: "" },
      `/${ticketId.replace(/[\\/:?#]/g, "_")}.log`,
    );
  }

  async show(ref: TicketRef): Promise<void> {
    const uri = this.uriOf(ref);
    const entry = this.#open.get(uri.toString()) ?? this.#create(uri, ref);
    this.#open.set(uri.toString(), entry);
    await this.#load(entry);
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    editor.revealRange(endOf(document));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.#open.get(uri.toString())?.output.text;
    return text === ""
      ? vscode.l10n.t("Nothing yet. It appears here when the worker starts.")
      : (text ?? vscode.l10n.t("This output was closed. Use Show Worker Output to open it again."));
  }

  dispose(): void {
    this.#open.forEach(({ uri }) => this.#close(uri));
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  #receive(piece: WorkerOutput): void {
    const entry = this.#open.get(this.uriOf(piece).toString());
    if (!entry) {
      return;
    }
    entry.output.append(piece);
    if (entry.output.needsLoading) {
      entry.reload.ask();
    } else {
      entry.redraw.ask();
    }
  }

  #create(uri: vscode.Uri, ref: TicketRef): OpenOutput {
    const entry: OpenOutput = {
      uri,
      ref,
      output: new OutputText(),
      redraw: new Throttle(redrawMilliseconds, () => this.#changed.fire(uri)),
      reload: new Throttle(reloadMilliseconds, () => this.#reload(entry)),
      loading: undefined,
    };
    return entry;
  }

  #reload(entry: OpenOutput): void {
    void guard(this.context, "worker output", () => this.#load(entry), { isQuiet: true });
  }

  /** What the old engine was asked it does not answer any more; the new one is asked after that. */
  #reconnect(entry: OpenOutput): void {
    entry.output.forgetStream();
    void Promise.allSettled([entry.loading]).then(() => entry.reload.ask());
  }

  #load(entry: OpenOutput): Promise<void> {
    entry.loading ??= this.#ask(entry).finally(() => (entry.loading = undefined));
    return entry.loading;
  }

  async #ask({ output, ref, redraw, reload }: OpenOutput): Promise<void> {
    output.beginLoading();
    try {
      output.load(await this.context.engine.request(WorkerLogRequest, ref));
    } catch (error) {
      output.loadingFailed();
      throw error;
    } finally {
      redraw.ask();
    }
    if (output.needsLoading) {
      reload.ask();
    }
  }

  #close(uri: vscode.Uri): void {
    const entry = this.#open.get(uri.toString());
    entry?.redraw.dispose();
    entry?.reload.dispose();
    this.#open.delete(uri.toString());
  }
}

function endOf(document: vscode.TextDocument): vscode.Range {
  return document.lineAt(document.lineCount - 1).range;
}

/** Keeps the end in sight for those who look at it; whoever scrolled up stays where they are. */
function followEnd(document: vscode.TextDocument): void {
  if (document.uri.scheme !== schemes.output) {
    return;
  }
  for (const editor of vscode.window.visibleTextEditors) {
    const lastSeen = editor.visibleRanges.at(-1)?.end.line ?? 0;
    const wasAtEnd = lastSeen >= document.lineCount - 40;
    if (editor.document === document && wasAtEnd) {
      editor.revealRange(endOf(document));
    }
  }
}
