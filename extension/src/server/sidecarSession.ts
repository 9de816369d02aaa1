import { mkdir } from "node:fs/promises";
import * as vscode from "vscode";
import { CloseAction, ErrorAction, RevealOutputChannelOn, State } from "vscode-languageclient";
import { ContractHash } from "../protocol.generated";
import { initializationOptions } from "./engineSettings";
import { traceChannel } from "./secretTrace";
import { ServerProcess } from "./serverProcess";
import { SidecarClient } from "./sidecarClient";
import { withinTime } from "./startFailures";
import { trackDocumentSelector, watchTrackFiles } from "./trackDocuments";

const stopMilliseconds = 2_000;

/** The library counts errors of a connection; after this many it is given up. */
const mostErrors = 3;

export interface SessionOptions {
  /** The server's executable. */
  readonly path: string;
  /** Where its process runs; made when it is missing. */
  readonly directory: string;
  readonly folder: vscode.WorkspaceFolder;
  readonly log: vscode.LogOutputChannel;
}

/**
 * One process of the server and the client that speaks to it: started once, ended once. The library is never told to
 * start it again: a session that is lost is followed by a new one, so that every start is watched in the same way.
 */
export class SidecarSession {
  readonly client: SidecarClient;
  readonly #watchers: readonly vscode.FileSystemWatcher[];
  #process: ServerProcess | undefined;
  #hasStarted = false;
  #isEnded = false;

  /** @param onLost Called once when a session that had started is over and nobody ended it. */
  constructor(
    private readonly options: SessionOptions,
    onLost: () => void,
  ) {
    this.#watchers = watchTrackFiles(options.folder);
    this.client = this.#createClient();
    this.client.onDidChangeState(() => {
      if (this.#hasStarted && !this.#isEnded && this.client.state !== State.Running) {
        this.#hasStarted = false;
        onLost();
      }
    });
  }

  /** The server has answered and speaks. */
  get isRunning(): boolean {
    return this.#hasStarted;
  }

  /** Whether the running server was built from the contract of this extension; one of an early version does not say. */
  get speaksOurContract(): boolean {
    return this.client.initializeResult?.["contractHash"] === ContractHash;
  }

  /** The last of what the server wrote to standard error, for a message; empty when it wrote nothing. */
  get lastWords(): string {
    return (this.#process?.lastLines ?? []).slice(-3).join(" ").slice(-300);
  }

  /** Rejects when the server cannot be started, goes at once, or has not answered within ten seconds. */
  async start(): Promise<void> {
    await withinTime(this.client.start());
    if (this.client.state !== State.Running) {
      throw new Error(vscode.l10n.t("it ended at once."));
    }
    this.#hasStarted = true;
  }

  /** The process is gone when the promise resolves: by itself within the grace, else by force. */
  async end(graceMilliseconds = stopMilliseconds): Promise<void> {
    this.#isEnded = true;
    if (this.client.state === State.Running && graceMilliseconds > 0) {
      // A server that does not answer is ended below, so its silence is no error here.
      await this.client
        .stop(stopMilliseconds)
        .catch((error: unknown) => this.options.log.warn(String(error)));
    }
    await this.#process?.end(graceMilliseconds);
    this.#watchers.forEach((watcher) => void watcher.dispose());
  }

  async #spawn(): Promise<ServerProcess> {
    const { path, directory, log } = this.options;
    await mkdir(directory, { recursive: true });
    const server = await ServerProcess.start(path, directory, (line) => log.info(line));
    if (this.#isEnded) {
      await server.end(0);
      throw new vscode.CancellationError();
    }
    this.#process = server;
    return server;
  }

  #createClient(): SidecarClient {
    const { folder, log } = this.options;
    return new SidecarClient(() => this.#spawn(), {
      documentSelector: trackDocumentSelector,
      workspaceFolder: folder,
      outputChannel: log,
      traceOutputChannel: traceChannel(log),
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: "conductor",
      initializationOptions: () => initializationOptions(folder),
      // A failure is reported once, by who started the session.
      initializationFailedHandler: () => false,
      synchronize: { fileEvents: [...this.#watchers] },
      errorHandler: {
        error: (_error, _message, count) => ({
          action: (count ?? 0) <= mostErrors ? ErrorAction.Continue : ErrorAction.Shutdown,
          handled: true,
        }),
        closed: () => ({
          action: CloseAction.DoNotRestart,
          message: "The connection to the engine was closed.",
          handled: true,
        }),
      },
    });
  }
}
