import * as vscode from "vscode";
import { commands, settings, views } from "../../commands";
import type { ConductorContext, EngineState } from "../../context";
import { plainMarkdown } from "../../shared/plainText";
import { shortUsage } from "../../shared/usageWords";
import { shownState, type Totals, totalsOf } from "./totals";

/** The one item in the status bar: what runs, what waits for a person, and whether the engine is down. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem("conductor.status", vscode.StatusBarAlignment.Left, 10);
  readonly #subscriptions: { dispose(): unknown }[];

  constructor(private readonly context: ConductorContext) {
    this.#item.name = "Conductor";
    this.#subscriptions = [
      this.#item,
      context.store.onDidChange(() => this.#draw()),
      context.engine.onDidChangeState(() => this.#draw()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.statusBarEnabled)) {
          this.#draw();
        }
      }),
    ];
    this.#draw();
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
  }

  #draw(): void {
    const { engine, store } = this.context;
    const isEnabled = vscode.workspace.getConfiguration().get<boolean>(settings.statusBarEnabled, true);
    // Whoever has never opened the view has no use for the item.
    if (!isEnabled || engine.state === "stopped") {
      this.#item.hide();
      return;
    }
    const { text, tooltip, background, command } = statusOf(shownState(engine, store), totalsOf(store));
    this.#item.text = `$(type-hierarchy-sub) ${text}`;
    this.#item.tooltip = new vscode.MarkdownString(plainMarkdown(tooltip));
    this.#item.backgroundColor = background === undefined ? undefined : new vscode.ThemeColor(background);
    this.#item.accessibilityInformation = { label: `Conductor: ${tooltip}` };
    this.#item.command = command;
    this.#item.show();
  }
}

interface Status {
  readonly text: string;
  readonly tooltip: string;
  readonly background?: string;
  readonly command: string;
}

export function statusOf(state: EngineState, totals: Totals): Status {
  if (state === "failed" || state === "missing") {
    return {
      text: vscode.l10n.t("engine down"),
      tooltip: vscode.l10n.t("The engine is down. Click to restart it."),
      background: "statusBarItem.errorBackground",
      command: commands.engineRestart,
    };
  }
  const { asking, blocked, running, waiting, done, tickets, usage, isPaused, lacksBudget } = totals;
  const tooltip = vscode.l10n.t(
    "{0} running, {1} waiting for approval, {2} blocked, {3} of {4} tickets done, {5}",
    running,
    waiting,
    blocked,
    done,
    tickets,
    shortUsage(usage).join(", "),
  );
  if (waiting > 0) {
    return {
      text: vscode.l10n.t("{0} running · {1} waiting", running, waiting),
      tooltip,
      background: "statusBarItem.warningBackground",
      command: commands.approvalNext,
    };
  }
  if (asking > 0) {
    return {
      text: vscode.l10n.t("{0} running · {1} blocked", running, blocked),
      tooltip: vscode.l10n.t("{0}. Click to answer a blocked ticket.", tooltip),
      background: "statusBarItem.warningBackground",
      command: commands.ticketAnswerAndRetry,
    };
  }
  const focus = `${views.tickets}.focus`;
  if (tickets === 0) {
    const text = state === "starting" ? vscode.l10n.t("starting") : vscode.l10n.t("no tickets");
    return { text, tooltip: text, command: focus };
  }
  if (isPaused && running === 0) {
    return {
      text: vscode.l10n.t("paused · {0}/{1} done", done, tickets),
      ...(lacksBudget
        ? {
            tooltip: vscode.l10n.t("Paused for its budget. {0}. Click to add to it.", tooltip),
            command: commands.trackAddBudget,
          }
        : {
            tooltip: vscode.l10n.t("Paused. {0}. Click to resume.", tooltip),
            command: commands.trackResume,
          }),
    };
  }
  if (blocked > 0) {
    const text =
      running > 0
        ? vscode.l10n.t("{0} running · {1} blocked", running, blocked)
        : vscode.l10n.t("{0}/{1} done · {2} blocked", done, tickets, blocked);
    return { text, tooltip, command: focus };
  }
  return running > 0
    ? { text: vscode.l10n.t("{0} running", running), tooltip, command: focus }
    : { text: vscode.l10n.t("{0}/{1} done", done, tickets), tooltip, command: focus };
}
