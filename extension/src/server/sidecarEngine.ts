import { mkdir } from "node:fs/promises";
import * as vscode from "vscode";
import {
  CloseAction,
  DidChangeConfigurationNotification,
  ErrorAction,
  type NotificationType,
  type RequestType,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient";
import { settings } from "../commands";
import type { Engine, EngineState, WorkspaceRoot } from "../context";
import { guard } from "../shared/commandBoundary";
import {
  codeOf,
  EngineEnded,
  type ErrorAction as MessageAction,
  restartEngine,
  showLog,
  UserError,
} from "../shared/errors";
import { CrashLimit } from "./crashLimit";
import { affectsServer, initializationOptions, readEngineSettings } from "./engineSettings";
import { locateServer } from "./locateServer";
import { isLostConnection } from "./lostConnection";
import { NotificationHandlers } from "./notificationHandlers";
import { ServerProcess } from "./serverProcess";
import { SidecarClient } from "./sidecarClient";
import { missingServer, noFolder, reasonOf, report, withinTime } from "./startFailures";
import { trackDocumentSelector, watchTrackFiles } from "./trackDocuments";

const stopMilliseconds = 2_000;

/** The server as a child process, spoken to by a language client. Only the extension host's thread touches it. */
export class SidecarEngine implements Engine, vscode.Disposable {
  readonly #changeState = new vscode.EventEmitter<EngineState>();
  readonly #connect = new vscode.EventEmitter<void>();
  readonly #handlers = new NotificationHandlers();
  readonly #disposables: { dispose(): unknown }[] = [this.#changeState, this.#connect];
  #state: EngineState = "stopped";
  /** Why it is down; given to everyone who asks for something meanwhile. */
  #failure: UserError | undefined;
  #client: SidecarClient | undefined;
  #process: ServerProcess | undefined;
  #watchers: vscode.FileSystemWatcher[] = [];
  #starting: Promise<SidecarClient> | undefined;
  #restarting: Promise<void> | undefined;
  #isStopping = false;
  /** The system is being asked for a process; what went wrong with the one before matters no more. */
  #isSpawning = false;

  readonly onDidChangeState = this.#changeState.event;
  readonly onDidConnect = this.#connect.event;

  constructor(
    private readonly extension: vscode.ExtensionContext,
    private readonly workspace: WorkspaceRoot,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#disposables.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.enginePath) && this.#state !== "stopped") {
          void guard({ log: this.log }, "engine", () => this.restart());
        } else if (affectsServer(event)) {
          this.#sendSettings();
        }
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#sendSettings()),
    );
  }

  get state(): EngineState {
    return this.#state;
  }

  async request<P, R, E>(
    type: RequestType<P, R, E>,
    params: P,
    token?: vscode.CancellationToken,
  ): Promise<R> {
    const client = await this.#running();
    try {
      // A token that is not there would be sent as a second parameter.
      return await (token
        ? client.sendRequest<R>(type.method, params, token)
        : client.sendRequest<R>(type.method, params));
    } catch (error) {
      if (isLostConnection(error)) {
        throw new EngineEnded();
      }
      // What the server refuses has a code; without one the start that the request waited for has failed.
      throw codeOf(error) === undefined ? (this.#failure ?? error) : error;
    }
  }

  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void): vscode.Disposable {
    return this.#handlers.add(type, handler, this.#client);
  }

  restart(): Promise<void> {
    this.#restarting ??= this.#stopAndStart().finally(() => (this.#restarting = undefined));
    return this.#restarting;
  }

  /** Ends the server; it is gone when the promise resolves. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    try {
      const client = this.#client;
      this.#client = undefined;
      this.#starting = undefined;
      if (client?.state === State.Running) {
        // A server that does not answer is ended below, so its silence is no error here.
        await client.stop(stopMilliseconds).catch((error: unknown) => this.log.warn(String(error)));
      }
      await this.#process?.end(stopMilliseconds);
      this.#process = undefined;
      this.#watchers.forEach((watcher) => void watcher.dispose());
      this.#watchers = [];
      this.#setState("stopped");
    } finally {
      this.#isStopping = false;
    }
  }

  dispose(): void {
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  async #stopAndStart(): Promise<void> {
    await this.stop();
    this.#failure = undefined;
    await this.#running();
  }

  #running(): Promise<SidecarClient> {
    if (this.#client && (this.#state === "ready" || this.#state === "starting") && !this.#starting) {
      return Promise.resolve(this.#client);
    }
    if (this.#state === "failed" && this.#failure) {
      return Promise.reject(this.#failure);
    }
    if (!this.#starting) {
      const starting = this.#start().finally(() => {
        // After a restart another start may be under way.
        if (this.#starting === starting) {
          this.#starting = undefined;
        }
      });
      this.#starting = starting;
    }
    return this.#starting;
  }

  async #start(): Promise<SidecarClient> {
    const folder = this.workspace.folder;
    if (!folder) {
      throw noFolder();
    }
    const path = this.#locate();
    const directory = this.extension.globalStorageUri.fsPath;
    await mkdir(directory, { recursive: true });
    const client = this.#createClient(path, directory, folder);
    this.#client = client;
    this.#handlers.attach(client);
    this.#setState("starting");
    try {
      await withinTime(client.start());
    } catch (error) {
      if (this.#client !== client) {
        // It was stopped while it started, so this is no failure.
        throw new vscode.CancellationError();
      }
      this.#client = undefined;
      const reason = reasonOf(error);
      this.#fail(vscode.l10n.t("The Conductor engine could not be started: {0} {1}", reason, this.#tail()));
      await this.#process?.end(0);
      throw this.#failure ?? error;
    }
    return client;
  }

  #locate(): string {
    const location = locateServer({
      setting: vscode.workspace.getConfiguration().get<string>(settings.enginePath, ""),
      environment: process.env["CONDUCTOR_SERVER_PATH"],
      extensionPath: this.extension.extensionPath,
      platform: process.platform,
    });
    if (location.kind === "missing") {
      const failure = missingServer(location.path, location.source === "setting");
      this.log.error(failure.message);
      this.#setState("missing");
      throw failure;
    }
    return location.path;
  }

  #createClient(path: string, directory: string, folder: vscode.WorkspaceFolder): SidecarClient {
    const crashLimit = new CrashLimit();
    this.#watchers = watchTrackFiles(folder);
    const client = new SidecarClient(
      async () => {
        this.#isSpawning = true;
        const server = await ServerProcess.start(path, directory, (line) => this.log.info(line)).finally(
          () => (this.#isSpawning = false),
        );
        if (this.#client !== client) {
          await server.end(0);
          throw new vscode.CancellationError();
        }
        this.#process = server;
        return server;
      },
      {
        documentSelector: trackDocumentSelector,
        workspaceFolder: folder,
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        diagnosticCollectionName: "conductor",
        initializationOptions: () => initializationOptions(folder),
        // The failure is reported once, by the request that started the engine.
        initializationFailedHandler: () => false,
        synchronize: { fileEvents: this.#watchers },
        errorHandler: {
          error: (_error, _message, count) => ({
            action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
            handled: true,
          }),
          closed: () => {
            if (this.#isStopping || this.#client !== client) {
              return { action: CloseAction.DoNotRestart, handled: true };
            }
            if (crashLimit.mayRestart()) {
              return { action: CloseAction.Restart, handled: true };
            }
            this.#reportCrashes(crashLimit.crashes);
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    client.onDidChangeState(({ newState }) => {
      if (this.#client !== client || this.#state === "failed") {
        return;
      }
      if (newState === State.Running) {
        this.#failure = undefined;
        this.#setState("ready");
        this.#connect.fire();
      } else if (newState === State.Starting) {
        this.#setState("starting");
      } else if (newState === State.StartFailed && !this.#starting && !this.#isSpawning) {
        this.#reportFailedRestart();
      }
    });
    return client;
  }

  #reportCrashes(crashes: number): void {
    report(
      this.#fail(
        vscode.l10n.t(
          "The Conductor engine stopped {0} times in 3 minutes and was not started again. {1}",
          crashes,
          this.#tail(),
        ),
      ),
    );
  }

  /** No request waits for the start after a crash, so its failure is told here. */
  #reportFailedRestart(): void {
    report(
      this.#fail(
        vscode.l10n.t("The Conductor engine stopped and could not be started again. {0}", this.#tail()),
      ),
    );
    void this.#process?.end(0);
  }

  #tail(): string {
    return (this.#process?.lastLines ?? []).slice(-3).join(" ").slice(-300);
  }

  #fail(message: string): UserError {
    const actions: MessageAction[] = [showLog(), restartEngine()];
    this.#failure = new UserError(message.trim(), actions);
    this.log.error(message);
    this.#setState("failed");
    return this.#failure;
  }

  #sendSettings(): void {
    if (this.#client && this.#state === "ready") {
      const conductor = readEngineSettings(this.workspace.folder);
      void this.#client
        .sendNotification(DidChangeConfigurationNotification.type, { settings: { conductor } })
        .catch((error: unknown) => this.log.error(String(error)));
    }
  }

  #setState(state: EngineState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.#changeState.fire(state);
    }
  }
}
