import * as vscode from "vscode";
import { commands, settings } from "../../commands";
import type { ConductorContext, EngineState } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";
import { guard, registerCommand } from "../../shared/commandBoundary";
import { wantedNotices } from "../../shared/wantedNotices";
import { ApprovalActions, type Target } from "./approvalActions";
import { ApprovalContextKeys } from "./approvalContextKeys";
import { ApprovalDecider } from "./approvalDecider";
import { ApprovalDocuments } from "./approvalDocuments";
import { ApprovalInbox } from "./approvalInbox";
import { ApprovalNotices } from "./approvalNotices";
import { ApprovalPanel } from "./approvalPanel";
import { ApprovalsView } from "./approvalsView";
import { ApprovalToast } from "./approvalToast";
import { waitingCount } from "./approvalWords";
import { changedFilesOf, fileWords } from "./changedFiles";
import { DraftStore } from "./draftStore";
import { exportLedger } from "./exportLedger";
import type { Reviews } from "../landing";
import { LandingStops } from "./landingStops";
import { LastEditor } from "./lastEditor";
import { localizedStrings } from "./localizedStrings";
import { type PageEngineState, type PageMessage, parsePageMessage } from "./panelMessages";
import { PanelSession } from "./panelSession";
import { offersOf } from "./possibleAnswers";
import { ReplacedFile } from "./replacedFile";
import { showAs } from "./showAs";
import { commandOf } from "./standstill";
import { Standstills } from "./standstills";
import { mayLeaveUnsaid } from "./unsentWords";

/** What others need of the room: who looks at its view, and the way to end it. */
export interface ApprovalsRoom {
  readonly view: Pick<ApprovalsView, "visible" | "onDidChangeVisibility">;
  dispose(): void;
}

/** Everything a person sees of approvals: the view with its badge, the panel, the toast, and the commands. */
export function activateApprovals(context: ConductorContext, { comments, open }: Reviews): ApprovalsRoom {
  const { engine, extension, store, workspace } = context;
  const inbox = new ApprovalInbox(engine);
  const drafts = new DraftStore(extension.workspaceState);
  const documents = new ApprovalDocuments();
  const lastEditor = new LastEditor();
  const replaced = new ReplacedFile({ documents, lastEditor, store, workspace });
  const decider = new ApprovalDecider(engine, inbox, (approval, answer) =>
    approval.landing ? mayLeaveUnsaid(approval, answer, comments) : replaced.maySend(approval, answer),
  );
  const keys = new ApprovalContextKeys();
  const view = new ApprovalsView(inbox, drafts, comments, store);
  const standstills = new Standstills(store, extension.workspaceState);
  const session = new PanelSession({
    inbox,
    drafts,
    decider,
    strings: localizedStrings(),
    engineState: () => toPageState(engine.state),
    standstill: () => standstills.current?.view,
    filesOf: (approval) => changedFilesOf(store, approval),
    comments,
  });
  const panel = new ApprovalPanel(extension.extensionUri, session, {
    receive: (raw) => {
      const parsed = parsePageMessage(raw, session.shownId);
      if (parsed.kind === "refused") {
        context.log.warn(`A message of the approval page was dropped: ${parsed.reason}.`);
        return;
      }
      void guard(context, "approval panel", () => handle(parsed.message));
    },
  });
  const actions = new ApprovalActions({
    inbox,
    drafts,
    decider,
    session,
    panel,
    view,
    replaced,
    comments,
  });
  let toldStandstill: string | undefined;
  let toldFiles = "";
  const toast = new ApprovalToast({
    count: () => inbox.approvals.length,
    // Who wants the panel beside is told where it could not come up.
    isQuiet: () => panel.isVisible || view.visible || reveal() === "badge" || wantedNotices() !== "all",
    announce: (count) => void announce(count),
  });
  const notices = new ApprovalNotices(context, toast, new LandingStops(context, inbox), open);

  async function handle(message: PageMessage): Promise<void> {
    switch (message.type) {
      case "ready":
        session.restore(message.approvalId);
        panel.loaded();
        if (!inbox.isListed) {
          await inbox.refresh();
        }
        return;
      case "focused":
        panel.setFocused(message.isFocused);
        return;
      case "draft":
        drafts.set(message.approvalId, message.draft);
        return;
      case "decide":
        await session.decide(message);
        return;
      case "openDiff":
        await actions.openDiff({ rows: [message.approvalId], isTitleBar: false });
        return;
      case "resolveByHand": {
        const { openApproval: open } = session;
        if (open) {
          const { trackId, ticketId } = open;
          await vscode.commands.executeCommand(commands.landingResolveByHand, { trackId, ticketId });
        }
        return;
      }
      case "showAs":
        await showAs(context, session, message);
        return;
      case "move": {
        const target = session.neighbour(message.by);
        if (target !== undefined) {
          session.show(target);
        }
        return;
      }
      case "leave":
        await lastEditor.focus();
        return;
      case "restartEngine":
        await vscode.commands.executeCommand(commands.engineRestart);
        return;
      case "help": {
        if (message.help === "next") {
          standstills.next();
          session.refresh();
          return;
        }
        if (message.help === "leave") {
          standstills.leave();
          session.refresh();
          return;
        }
        const found = standstills.current;
        // It may be another one by now, which the page is about to show.
        if (found?.view.ways.some(({ help }) => help === message.help) === true) {
          await vscode.commands.executeCommand(commandOf[message.help], found.about);
        }
        return;
      }
    }
  }

  function list(): void {
    void guard(context, "approvals", () => inbox.refresh());
  }

  function followEngine(state: EngineState): void {
    const isWaiting =
      inbox.approvals.length > 0 && (state === "failed" || state === "missing" || state === "stopped");
    view.message = isWaiting
      ? vscode.l10n.t("The engine is not running. What waits is kept until it is back.")
      : undefined;
    session.refresh();
  }

  /** The page is told again only when what it would say of a standstill has changed. */
  function followTickets(): void {
    const standstill = JSON.stringify(standstills.current);
    if (standstill !== toldStandstill) {
      toldStandstill = standstill;
      session.refresh();
    }
    // After a restart gates may be known before their tickets are.
    const gates = inbox.approvals.filter(({ landing }) => landing !== undefined);
    const files = gates.map((gate) => fileWords(changedFilesOf(store, gate))).join("\n");
    if (files !== toldFiles) {
      toldFiles = files;
      session.refresh();
      view.refresh(gates);
    }
  }

  /** Opens the panel by itself on what is new, where the person wants that and it covers nothing they are at. */
  function comeUp([first]: readonly ApprovalInfo[]): void {
    if (first && reveal() === "beside" && !panel.isVisible && panel.mayComeUp) {
      session.show(first.approvalId);
      panel.reveal(false);
    }
  }

  function tellKeys(): void {
    keys.update({
      hasPending: inbox.approvals.length > 0,
      isFocused: panel.isFocused,
      offers: offersOf(session.openApproval),
    });
  }

  registerCommands(context, actions);
  if (engine.state === "ready") {
    list();
  }
  tellKeys();

  const owned = vscode.Disposable.from(
    engine.onDidConnect(list),
    engine.onDidChangeState(followEngine),
    inbox.onDidChange((change) => {
      const { added, removed } = change;
      actions.rowsWent(removed);
      if (inbox.isListed) {
        drafts.keepOnly(inbox.approvals.map(({ approvalId }) => approvalId));
      }
      tellKeys();
      notices.follow(change);
      comeUp(added);
    }),
    session.onDidAnswer((nextId) => {
      // Only from the panel: a person who has gone on to something else stays there.
      if (nextId === undefined && panel.isFocused) {
        void guard(context, "approval panel", () => lastEditor.focus());
      }
    }),
    store.onDidChange(followTickets),
    panel.onDidChangeFocus(tellKeys),
    session.onDidChange(tellKeys),
    toast,
    panel,
    session,
    view,
    lastEditor,
    documents,
    drafts,
    inbox,
    keys,
  );
  return { view, dispose: () => void owned.dispose() };
}

function registerCommands(context: ConductorContext, actions: ApprovalActions): void {
  registerCommand(context, commands.approvalNext, () => actions.next());
  registerCommand(context, commands.approvalOpen, (...args) => actions.open(targetOf(args).rows[0]));
  registerCommand(context, commands.approvalApprove, (...args) => actions.approve(targetOf(args)));
  registerCommand(context, commands.approvalLand, (...args) => actions.approve(targetOf(args), "land"));
  registerCommand(context, commands.approvalSendBack, (...args) => actions.sendBack(targetOf(args)));
  registerCommand(context, commands.approvalApproveForTicket, (...args) =>
    actions.approve(targetOf(args), "ticket"),
  );
  registerCommand(context, commands.approvalApproveSelected, (...args) =>
    actions.approveSelected(targetOf(args).rows),
  );
  registerCommand(context, commands.approvalReject, (...args) =>
    actions.reject(targetOf(args), { askReason: false }),
  );
  registerCommand(context, commands.approvalRejectWithReason, (...args) =>
    actions.reject(targetOf(args), { askReason: true }),
  );
  registerCommand(context, commands.approvalOpenDiff, (...args) => actions.openDiff(targetOf(args)));
  registerCommand(context, commands.approvalsExportLedger, () => exportLedger(context));
}

/** A view passes the row it was asked on and the selection it belongs to; a key passes nothing, a title bar a context. */
export function targetOf(args: readonly unknown[]): Target {
  const [row, selection] = args;
  if (typeof row !== "string") {
    return { rows: [], isTitleBar: args.length > 0 };
  }
  const isList = Array.isArray(selection) && selection.length > 0;
  const rows = isList ? selection.filter((id): id is string => typeof id === "string") : [row];
  return { rows, isTitleBar: false };
}

async function announce(count: number): Promise<void> {
  const review = vscode.l10n.t("Review");
  const chosen = await vscode.window.showInformationMessage(
    waitingCount(count),
    review,
    vscode.l10n.t("Later"),
  );
  if (chosen === review) {
    await vscode.commands.executeCommand(commands.approvalNext);
  }
}

function toPageState(state: EngineState): PageEngineState {
  return state === "ready" || state === "starting" ? state : "down";
}

function reveal(): unknown {
  return vscode.workspace.getConfiguration().get(settings.approvalsReveal) ?? "notification";
}
