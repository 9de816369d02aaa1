import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  type NotificationType,
  type RequestType,
} from "vscode-languageclient";
import { settings } from "../commands";
import type { Engine, EngineState, RequestHandler, WorkspaceRoot } from "../context";
import { guard } from "../shared/commandBoundary";
import { EngineEnded, restartEngine, showLog, UserError } from "../shared/errors";
import { CrashLimit } from "./crashLimit";
import { affectsServer, readEngineSettings } from "./engineSettings";
import { locateServer, type ServerLocation } from "./locateServer";
import { isLostConnection } from "./lostConnection";
import { NotificationHandlers } from "./notificationHandlers";
import { RequestHandlers } from "./requestHandlers";
import type { SidecarClient } from "./sidecarClient";
import { SidecarSession } from "./sidecarSession";
import { missingServer, noFolder, otherContract, reasonOf, withinTime } from "./startFailures";

/**
 * The server as a child process, one session after the other: a session that is lost is followed by a new one, up to a
 * limit. Only the extension host's thread touches it.
 */
export class SidecarEngine implements Engine, vscode.Disposable {
  readonly #changeState = new vscode.EventEmitter<EngineState>();
  readonly #connect = new vscode.EventEmitter<void>();
  readonly #handlers = new NotificationHandlers();
  readonly #answers = new RequestHandlers();
  readonly #beginnings = new Set<(send: Engine["request"]) => Promise<void>>();
  readonly #disposables: { dispose(): unknown }[] = [this.#changeState, this.#connect];
  #state: EngineState = "stopped";
  /** Why it is down; given to everyone who asks for something meanwhile. */
  #failure: UserError | undefined;
  #session: SidecarSession | undefined;
  /** Ends of lost sessions that may still be going on. */
  #endings: Promise<unknown> = Promise.resolve();
  #starting: Promise<SidecarClient> | undefined;
  #restarting: Promise<void> | undefined;
  #crashLimit = new CrashLimit();
  /** Sessions that went by themselves. */
  readonly #lost = new WeakSet<SidecarSession>();
  /** An engine of another version that a person has been told of. */
  #warnedOf: string | undefined;

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
    return send(await this.#running(), type, params, token);
  }

  beforeRequests(work: (send: Engine["request"]) => Promise<void>): vscode.Disposable {
    this.#beginnings.add(work);
    return new vscode.Disposable(() => this.#beginnings.delete(work));
  }

  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void): vscode.Disposable {
    return this.#handlers.add(type, handler, this.#session?.client);
  }

  onRequest<P, R, E>(type: RequestType<P, R, E>, handler: RequestHandler<P, R>): vscode.Disposable {
    return this.#answers.add(type, handler, this.#session?.client);
  }

  tell<P>(type: NotificationType<P>, params: P): void {
    const client = this.#session?.client;
    if (client && this.#state === "ready") {
      void client
        .sendNotification(type.method, params)
        .catch((error: unknown) => this.log.error(String(error)));
    }
  }

  restart(): Promise<void> {
    this.#restarting ??= this.#stopAndStart().finally(() => (this.#restarting = undefined));
    return this.#restarting;
  }

  /** Ends the server; it is gone when the promise resolves. */
  async stop(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    this.#starting = undefined;
    if (session) {
      this.#answers.release(session.client);
    }
    await Promise.all([session?.end(), this.#endings]);
    this.#setState("stopped");
  }

  dispose(): void {
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  async #stopAndStart(): Promise<void> {
    await this.stop();
    this.#failure = undefined;
    this.#warnedOf = undefined;
    this.#crashLimit = new CrashLimit();
    await this.#running();
  }

  #running(): Promise<SidecarClient> {
    // Keys and the like are told before anyone asks, so a start is waited for to its end.
    if (this.#starting) {
      return this.#starting;
    }
    if (this.#session?.isRunning) {
      return Promise.resolve(this.#session.client);
    }
    if (this.#state === "failed" && this.#failure) {
      return Promise.reject(this.#failure);
    }
    const starting = this.#start().finally(() => {
      // After a restart another start may be under way.
      if (this.#starting === starting) {
        this.#starting = undefined;
      }
    });
    this.#starting = starting;
    return starting;
  }

  async #start(): Promise<SidecarClient> {
    const { folder } = this.workspace;
    if (!folder) {
      throw noFolder();
    }
    const location = this.#locate();
    const directory = this.extension.globalStorageUri.fsPath;
    const session = new SidecarSession({ path: location.path, directory, folder, log: this.log }, () =>
      this.#lose(session),
    );
    this.#session = session;
    this.#handlers.attach(session.client);
    this.#answers.attach(session.client);
    this.#setState("starting");
    const failure = await session.start().then(() => this.#begin(session), reasonOf);
    if (this.#session !== session) {
      // It crashed and is being started again, or it was stopped, and that is no failure.
      if (this.#lost.has(session) && this.#starting !== undefined) {
        return this.#starting;
      }
      throw new vscode.CancellationError();
    }
    if (failure !== undefined) {
      this.#release(session);
      throw this.#fail(
        vscode.l10n.t("The Conductor engine could not be started: {0} {1}", failure, session.lastWords),
      );
    }
    this.#failure = undefined;
    this.#setState("ready");
    // What was changed while it started has passed it by.
    this.#sendSettings();
    this.#connect.fire();
    if (!session.speaksOurContract) {
      this.#warnOfContract(location);
    }
    return session.client;
  }

  /** What everybody's requests wait for. A failure in it is no reason to be without an engine. */
  async #begin({ client }: SidecarSession): Promise<undefined> {
    await Promise.all(
      [...this.#beginnings].map((work) =>
        guard(
          { log: this.log },
          "engine",
          () => withinTime(work((type, params, token) => send(client, type, params, token))),
          { isQuiet: true },
        ),
      ),
    );
  }

  #locate(): ServerLocation {
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
    return location;
  }

  /** It is used all the same, since most of it may fit. Told once for all its sessions, until a person restarts it. */
  #warnOfContract(location: ServerLocation): void {
    if (this.#warnedOf !== location.path) {
      this.#warnedOf = location.path;
      void guard({ log: this.log }, "engine", () => {
        throw otherContract(location);
      });
    }
  }

  /** A session went by itself. Nobody may be waiting for it, so what becomes of it is told here. */
  #lose(session: SidecarSession): void {
    if (this.#session !== session) {
      return;
    }
    this.#release(session);
    this.#lost.add(session);
    // A start that it was a part of comes to nothing.
    this.#starting = undefined;
    void guard({ log: this.log }, "engine", async () => {
      if (!this.#crashLimit.mayRestart()) {
        throw this.#fail(
          vscode.l10n.t(
            "The Conductor engine stopped {0} times in 3 minutes and was not started again. {1}",
            this.#crashLimit.crashes,
            session.lastWords,
          ),
        );
      }
      this.log.warn(`The engine went by itself and is started again. ${session.lastWords}`);
      await this.#running();
    });
  }

  /** Lets go of a session that is of no use any more; its process may live on without its connection. */
  #release(session: SidecarSession): void {
    this.#session = undefined;
    this.#answers.release(session.client);
    this.#endings = Promise.all([this.#endings, session.end(0)]);
  }

  #fail(message: string): UserError {
    this.#failure = new UserError(message.trim(), [showLog(), restartEngine()]);
    this.log.error(message);
    this.#setState("failed");
    return this.#failure;
  }

  #sendSettings(): void {
    const conductor = readEngineSettings(this.workspace.folder);
    this.tell(DidChangeConfigurationNotification.type, { settings: { conductor } });
  }

  #setState(state: EngineState): void {
    if (this.#state !== state) {
      this.#state = state;
      this.#changeState.fire(state);
    }
  }
}

async function send<P, R, E>(
  client: SidecarClient,
  type: RequestType<P, R, E>,
  params: P,
  token: vscode.CancellationToken | undefined,
): Promise<R> {
  try {
    // A token that is not there would be sent as a second parameter.
    return await (token
      ? client.sendRequest<R>(type.method, params, token)
      : client.sendRequest<R>(type.method, params));
  } catch (error) {
    throw isLostConnection(error) ? new EngineEnded() : error;
  }
}
