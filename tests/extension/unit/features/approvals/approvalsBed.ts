import { expect, vi } from "vitest";
import type { TreeItem } from "vscode";
import type { ConductorContext } from "../../../../../extension/src/context";
import { ReviewComments } from "../../../../../extension/src/features/landing/reviewComments";
import type { Reviews } from "../../../../../extension/src/features/landing";
import { activateApprovals } from "../../../../../extension/src/features/approvals";
import {
  type ApprovalInfo,
  ApprovalDecideRequest,
  ApprovalListRequest,
  ApprovalRequestedNotification,
  type DecideParams,
  ErrorCodes,
  type IntegrationInfo,
  type RunStatusName,
  type TicketInfo,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { FakeMemento } from "../../fakes/fakeMemento";
import { snapshot, ticket, trackId } from "../../fakes/tracks";
import { commands, EventEmitter, reset, state, window } from "../../fakes/vscode";
import { Uri } from "../../fakes/vscodeTypes";

/** The panel as the editor would make it, and its page. */
export class FakePanel {
  readonly #viewState = new EventEmitter<void>();
  readonly #disposed = new EventEmitter<void>();
  readonly #received = new EventEmitter<unknown>();
  readonly posted: Record<string, unknown>[] = [];
  readonly reveal = vi.fn();
  readonly onDidChangeViewState = this.#viewState.event;
  readonly onDidDispose = this.#disposed.event;
  readonly webview = {
    html: "",
    cspSource: "https://csp",
    options: {},
    asWebviewUri: (uri: Uri): Uri => uri,
    postMessage: (message: Record<string, unknown>): Promise<boolean> => {
      this.posted.push(message);
      return Promise.resolve(true);
    },
    onDidReceiveMessage: this.#received.event,
  };
  title = "";
  iconPath: unknown;
  visible = true;
  active = false;
  viewColumn = 2;

  /** A message of the page. */
  say(message: unknown): void {
    this.#received.fire(message);
  }

  /** The page has loaded, and the keyboard is in it. */
  enter(): void {
    this.active = true;
    this.say({ type: "ready" });
    this.say({ type: "focused", isFocused: true });
  }

  /** Another tab of its group is shown. */
  hide(): void {
    this.visible = false;
    this.active = false;
    this.#viewState.fire();
  }

  dispose(): void {
    this.#disposed.fire();
  }
}

/** The whole room of approvals in an editor, on an engine whose requests a test makes. Time stands still but for what a test lets pass. */
export class ApprovalsBed {
  readonly engine = new FakeEngine();
  readonly decided: DecideParams[] = [];
  readonly panels: FakePanel[] = [];
  readonly warnings: string[] = [];
  /** The view as the editor would make it; what the extension set can be read back. */
  readonly view = {
    visible: false,
    selection: [] as string[],
    badge: undefined as { value: number; tooltip: string } | undefined,
    message: "",
    reveal: vi.fn(() => Promise.resolve()),
    dispose: (): void => undefined,
  };
  /** The editor's memory of a workspace, which outlives a window. */
  readonly memory = new Map<string, unknown>();
  /** What the engine lists. */
  open: ApprovalInfo[] = [];
  /** The tracks that are known, of one ticket that a test changes. */
  readonly tickets = new EventEmitter<void>();
  ticket: TicketInfo = ticket("T-1");
  status: RunStatusName = "running";
  integration: IntegrationInfo | undefined;
  /** What the person has said about lines, and not sent. */
  readonly comments = new ReviewComments(new FakeMemento());
  /** Whose open review shows other work than waits. */
  readonly moved = new Set<string>();
  readonly reviews: Reviews["open"] = {
    tellMoved: ({ ticketId }) => Promise.resolve(this.moved.has(ticketId)),
  };
  #room: { dispose(): unknown };

  constructor() {
    vi.useFakeTimers();
    reset();
    vi.spyOn(window, "createTreeView").mockReturnValue(this.view);
    vi.spyOn(window as { createWebviewPanel(): unknown }, "createWebviewPanel").mockImplementation(() => {
      const panel = new FakePanel();
      this.panels.push(panel);
      return panel;
    });
    this.engine.answer(ApprovalListRequest, () => ({ approvals: this.open }));
    this.engine.answer(ApprovalDecideRequest, (params) => {
      const { approvalId, decision } = params;
      this.decided.push(params);
      return { approvalId, decision, alreadyDecided: false, by: "person" };
    });
    state.settings.set("conductor.notifications", "all");
    this.#room = this.#activate();
  }

  /** The window is loaded again, on the same workspace. */
  reload(): void {
    this.#room.dispose();
    this.#room = this.#activate();
  }

  close(): void {
    this.#room.dispose();
    vi.restoreAllMocks();
    vi.useRealTimers();
  }

  async flush(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0);
  }

  /** The engine asks. */
  async request(...requested: ApprovalInfo[]): Promise<void> {
    requested.forEach((approval) => this.engine.notify(ApprovalRequestedNotification, approval));
    await this.flush();
  }

  /** Runs a command of approvals by the last part of its id. */
  async run(command: string, ...args: unknown[]): Promise<void> {
    await commands.executeCommand(`conductor.approval.${command}`, ...args);
    await this.flush();
  }

  /** A row of the view, as the editor would be given it. */
  row(approvalId: string): TreeItem {
    const [, { treeDataProvider }] = vi.mocked(window.createTreeView as (...args: unknown[]) => unknown).mock
      .lastCall as [string, { treeDataProvider: { getTreeItem(id: string): TreeItem } }];
    return treeDataProvider.getTreeItem(approvalId);
  }

  /** The engine takes no answer. */
  refuse(): void {
    const error = Object.assign(new Error("Not like that."), { code: ErrorCodes.invalidDecision });
    this.engine.answer(ApprovalDecideRequest, () => Promise.reject(error));
  }

  onlyPanel(): FakePanel {
    expect(this.panels).toHaveLength(1);
    return this.panels[0] ?? new FakePanel();
  }

  #activate(): { dispose(): unknown } {
    const context = {
      extension: {
        extensionUri: Uri.file("/extension"),
        subscriptions: [],
        workspaceState: {
          get: (key: string, fallback?: unknown) => this.memory.get(key) ?? fallback,
          update: (key: string, value: unknown) => Promise.resolve(this.memory.set(key, value)),
        },
      },
      engine: this.engine,
      store: {
        onDidChange: this.tickets.event,
        tracks: [{ trackId }],
        snapshot: () =>
          snapshot({
            tickets: [this.ticket],
            status: this.status,
            ...(this.integration ? { integration: this.integration } : {}),
          }),
        ticket: () => this.ticket,
      },
      workspace: { toUri: (path: string) => Uri.joinPath(Uri.file("/work"), path) },
      log: {
        warn: (text: string) => this.warnings.push(text),
        error: (text: string) => this.warnings.push(text),
      },
    };
    return activateApprovals(context as unknown as ConductorContext, {
      comments: this.comments,
      open: this.reviews,
    });
  }
}
