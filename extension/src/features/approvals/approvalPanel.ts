import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { approvalPage } from "./approvalPage";
import type { AskedText, HostMessage, PressMessage } from "./panelMessages";
import type { PanelSession } from "./panelSession";

export const panelType = "conductor.approval";

/** What the panel does with what its page says, and when it goes. */
export interface PanelHandlers {
  receive(message: unknown): void;
}

/** The one approval panel: made when it is first shown, reused, and taken over again after a reload. */
export class ApprovalPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly subscriptions: readonly { dispose(): unknown }[];
  /** Asked of a page that has not loaded yet. */
  private waiting: HostMessage[] = [];
  private isLoaded = false;
  private hasFocus = false;
  private readonly focusChanged = new vscode.EventEmitter<void>();

  /** The keyboard came into the page, or left it. */
  readonly onDidChangeFocus = this.focusChanged.event;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly session: PanelSession,
    private readonly handlers: PanelHandlers,
  ) {
    this.subscriptions = [
      this.focusChanged,
      session.onDidChange(() => this.render()),
      vscode.window.registerWebviewPanelSerializer(panelType, {
        deserializeWebviewPanel: (panel) => {
          this.restore(panel);
          return Promise.resolve();
        },
      }),
    ];
  }

  get isOpen(): boolean {
    return this.panel !== undefined;
  }

  get isVisible(): boolean {
    return this.panel?.visible === true;
  }

  /** True while it is the active editor, which it stays when the person goes on to a view or an input box. */
  get isActive(): boolean {
    return this.panel?.active === true;
  }

  /** True while the keyboard is in its page. */
  get isFocused(): boolean {
    return this.hasFocus;
  }

  /** Called when the page says where the keyboard is. */
  setFocused(isFocused: boolean): void {
    if (isFocused !== this.hasFocus) {
      this.hasFocus = isFocused;
      this.focusChanged.fire();
    }
  }

  /**
   * True when it may come into sight by itself: it is not there yet, or another tab hides it in a group where nobody is. In the group
   * that the person works in it would cover what they are typing.
   */
  get mayComeUp(): boolean {
    return this.panel?.viewColumn !== vscode.window.tabGroups.activeTabGroup.viewColumn;
  }

  /** Opens it beside what the person works on. The focus stays there unless it is asked for. */
  reveal(focus: boolean): void {
    if (this.panel) {
      // No column: it stays where the person put it.
      this.panel.reveal(undefined, !focus);
    } else {
      this.adopt(
        vscode.window.createWebviewPanel(
          panelType,
          vscode.l10n.t("Approval"),
          { viewColumn: vscode.ViewColumn.Beside, preserveFocus: !focus },
          this.options,
        ),
      );
    }
    if (focus) {
      this.post({ type: "focus", target: "form" });
    }
  }

  /** Has the page send its answer, with what is typed in it at this moment. */
  press(answer: Pick<PressMessage, "decision" | "from" | "rule">): void {
    const approvalId = this.session.shownId;
    if (approvalId !== undefined) {
      this.post({ type: "press", approvalId, ...answer });
    }
  }

  /** Opens the page's field for a text. */
  ask(text: AskedText): void {
    this.post({ type: "focus", target: text });
  }

  /** Called when the page says that it has loaded. */
  loaded(): void {
    this.isLoaded = true;
    this.render();
    const { waiting } = this;
    this.waiting = [];
    waiting.forEach((message) => this.post(message));
  }

  dispose(): void {
    this.panel?.dispose();
    this.subscriptions.forEach((subscription) => void subscription.dispose());
  }

  private get options(): vscode.WebviewOptions {
    return {
      enableScripts: true,
      enableForms: false,
      enableCommandUris: false,
      localResourceRoots: [this.folder],
    };
  }

  private get folder(): vscode.Uri {
    return vscode.Uri.joinPath(this.extensionUri, "extension", "dist", "webview");
  }

  private restore(panel: vscode.WebviewPanel): void {
    if (this.panel) {
      panel.dispose();
      return;
    }
    panel.webview.options = this.options;
    this.adopt(panel);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    this.isLoaded = false;
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, "extension", "media", "icon.svg");
    panel.webview.onDidReceiveMessage((message: unknown) => this.handlers.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is thrown away; it says when it has loaded again.
      this.isLoaded = this.isLoaded && panel.visible;
      this.setFocused(this.hasFocus && panel.visible);
    });
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.isLoaded = false;
      this.setFocused(false);
      this.waiting = [];
    });
    const { webview } = panel;
    webview.html = approvalPage({
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
      script: this.asset(webview, "approval.js"),
      styles: [this.asset(webview, "codicon.css"), this.asset(webview, "approval.css")],
      language: vscode.env.language,
      title: vscode.l10n.t("Approval"),
    });
  }

  private asset(webview: vscode.Webview, name: string): string {
    return webview.asWebviewUri(vscode.Uri.joinPath(this.folder, name)).toString();
  }

  private render(): void {
    if (!this.panel) {
      return;
    }
    const state = this.session.state();
    const shown = state.shown?.approval;
    this.panel.title = shown ? vscode.l10n.t("Approval: {0}", shown.ticketId) : vscode.l10n.t("Approval");
    if (this.isLoaded) {
      void this.panel.webview.postMessage(state);
    }
  }

  private post(message: HostMessage): void {
    if (this.panel && this.isLoaded) {
      void this.panel.webview.postMessage(message);
    } else if (message.type === "focus") {
      this.waiting.push(message);
    }
  }
}
