import type * as vscode from "vscode";
import type { NotificationType, RequestType } from "vscode-languageclient";
import type { TicketInfo, TrackListItem, TrackSnapshot } from "./protocol.generated";

/** What every room of the extension receives. */
export interface ConductorContext {
  readonly extension: vscode.ExtensionContext;
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly store: TrackStore;
  readonly workspace: WorkspaceRoot;
}

/** `missing`: no server executable was found. `failed`: it was found and could not be kept running. */
export type EngineState = "stopped" | "starting" | "ready" | "missing" | "failed";

/** What the server asks of us. */
export interface ServerRequest<P> {
  readonly params: P;
  /** Fires when the server takes the request back, and when its session is over. */
  readonly token: vscode.CancellationToken;
  /** Tells the session that asked something; it is sent when the promise resolves. */
  readonly tell: <N>(type: NotificationType<N>, params: N) => Promise<void>;
}

/** Gives the answer; refuses with a `ResponseError`, whose code is one of `ErrorCodes`. */
export type RequestHandler<P, R> = (request: ServerRequest<P>) => Promise<R>;

/** The sidecar. Nothing is started before the first request. */
export interface Engine {
  readonly state: EngineState;
  readonly onDidChangeState: vscode.Event<EngineState>;
  /** Starts the engine when it is not running. Rejects with the server's refusal, or with a message that says what to do. */
  request<P, R, E>(type: RequestType<P, R, E>, params: P, token?: vscode.CancellationToken): Promise<R>;
  /** The handler stays registered over restarts. */
  onNotification<P>(type: NotificationType<P>, handler: (params: P) => void): vscode.Disposable;
  /** Answers a request of the server; the handler stays registered over restarts. One handler per method. */
  onRequest<P, R, E>(type: RequestType<P, R, E>, handler: RequestHandler<P, R>): vscode.Disposable;
  /** Tells the server something, if it runs. What it tells is lost on one that does not: it asks when it needs to know. */
  tell<P>(type: NotificationType<P>, params: P): void;
  /**
   * Work that every session of the server begins with, before anyone else's request reaches it. What it sends goes by the
   * function it is given; its failure is logged, and what takes longer than ten seconds is not waited for.
   */
  beforeRequests(work: (send: Engine["request"]) => Promise<void>): vscode.Disposable;
  /** Fires after every start and restart, when snapshots must be asked for again. */
  readonly onDidConnect: vscode.Event<void>;
  /** Simultaneous calls are one restart. */
  restart(): Promise<void>;
}

/** What the store knows changed. `list`: tracks came, went, or have other problems. */
export type TrackStoreChange =
  | { readonly kind: "list" }
  | {
      readonly kind: "track";
      readonly trackId: string;
      /** Ids of the tickets that changed. */
      readonly tickets: readonly string[];
      /** Tickets came, went or moved. */
      readonly membership: boolean;
    };

/** Snapshots of the workspace's tracks, kept up to date from the server's notifications. */
export interface TrackStore {
  /** Every track file, usable or not, in the server's order. */
  readonly tracks: readonly TrackListItem[];
  /** The server has not said yet which there are. */
  readonly isUnknown: boolean;
  snapshot(trackId: string): TrackSnapshot | undefined;
  ticket(trackId: string, ticketId: string): TicketInfo | undefined;
  readonly onDidChange: vscode.Event<TrackStoreChange>;
  /** Asks the server for everything again; starts it when it is not running. */
  refresh(): Promise<void>;
}

/** The folder whose tracks are shown: the first one that holds `.conductor`, else the first one. */
export interface WorkspaceRoot {
  /** Undefined: no folder is open. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly isTrusted: boolean;
  /** The file of a workspace-relative, '/'-separated path. Throws a {@link UserError} when no folder is open. */
  toUri(path: string): vscode.Uri;
  /** The workspace-relative, '/'-separated path; undefined for a file outside the folder. */
  toPath(uri: vscode.Uri): string | undefined;
}
