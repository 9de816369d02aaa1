import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import {
  type BudgetInfo,
  type BudgetKindName,
  TrackAddBudgetRequest,
  type TrackSnapshot,
} from "../../protocol.generated";
import { budgetAmount, budgetKind, budgetLines, limitedKinds } from "../../shared/budgetWords";
import { registerCommand } from "../../shared/commandBoundary";
import { UserError } from "../../shared/errors";
import { requireTrust } from "../../shared/trust";
import { loadedTracks } from "./pickers";
import { type RowSelection, selectedTrack, ticketsFrom, trackFrom } from "./ticketArguments";
import { trackLabel } from "./ticketItems";

/** A budget that can be added to, and whose it is. */
export interface RaisableBudget {
  readonly trackId: string;
  /** Undefined for the run's. */
  readonly ticketId?: string;
  readonly name: string;
  readonly budget: BudgetInfo;
}

/** Most that a budget can be added at a time; the engine says the same. */
const most = 1_000_000_000_000;

/** Adds to the budget that holds a run up (or to another one), after which the run goes on. */
export function registerAddBudget(context: ConductorContext, rows: RowSelection): void {
  registerCommand(context, commands.trackAddBudget, async (...args) => {
    requireTrust(context.workspace);
    const title = vscode.l10n.t("Add Budget and Continue");
    const chosen = await chooseBudget(context, rows, args, title);
    if (!chosen) {
      return;
    }
    const kind = await chooseKind(chosen, title);
    const amount = kind && (await chooseAmount(chosen, kind, title));
    if (kind && amount !== undefined) {
      const { trackId, ticketId } = chosen;
      await context.engine.request(TrackAddBudgetRequest, {
        trackId,
        ...(ticketId === undefined ? {} : { ticketId }),
        [kind]: amount,
      });
    }
  });
}

/** What can be added to: those that hold a run up where there are any, else those of live runs. */
export function raisable(tracks: readonly TrackSnapshot[]): readonly RaisableBudget[] {
  const all = tracks.filter(({ status }) => status === "running" || status === "paused").flatMap(budgetsOf);
  const reached = all.filter(({ budget }) => budget.isReached);
  return reached.length > 0 ? reached : all;
}

function budgetsOf(snapshot: TrackSnapshot): readonly RaisableBudget[] {
  const { trackId, budget, tickets } = snapshot;
  const name = trackLabel(snapshot);
  return [
    ...(budget ? [{ trackId, name, budget }] : []),
    ...tickets.flatMap((ticket) =>
      ticket.budget ? [{ trackId, ticketId: ticket.id, name: ticket.id, budget: ticket.budget }] : [],
    ),
  ];
}

async function chooseBudget(
  context: ConductorContext,
  rows: RowSelection,
  args: readonly unknown[],
  title: string,
): Promise<RaisableBudget | undefined> {
  const tracks = await loadedTracks(context);
  const [ticket] = ticketsFrom(args);
  const named = trackFrom(args) ?? selectedTrack(rows);
  const inTrack = tracks.filter(({ trackId }) => trackId === named);
  const own = inTrack.flatMap(budgetsOf).find(({ ticketId }) => ticketId === ticket?.ticketId);
  if (ticket && own) {
    return own;
  }
  const ofTrack = raisable(inTrack);
  const choices = ofTrack.length > 0 || trackFrom(args) !== undefined ? ofTrack : raisable(tracks);
  if (choices.length === 0) {
    throw new UserError(
      vscode.l10n.t(
        "No run has a budget to add to. A track file can give one, and so can the settings under conductor.budget.",
      ),
    );
  }
  if (choices.length === 1) {
    return choices[0];
  }
  const items = choices.map((choice) => ({
    label: choice.name,
    description: budgetLines(choice.budget).join(" · "),
    choice,
  }));
  return (
    await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Add to whose budget?") })
  )?.choice;
}

/** The limit that holds the run up; asked for only where none does and there are several. */
async function chooseKind({ budget }: RaisableBudget, title: string): Promise<BudgetKindName | undefined> {
  const limited = limitedKinds(budget.limits);
  if (budget.isReached || limited.length === 1) {
    return budget.nearest;
  }
  const lines = budgetLines(budget);
  const items = limited.map((limit, index) => ({
    label: budgetKind(limit),
    description: lines[index] ?? "",
    limit,
  }));
  const placeHolder = vscode.l10n.t("Add more of what?");
  return (await vscode.window.showQuickPick(items, { title, placeHolder }))?.limit;
}

async function chooseAmount(
  { name, budget }: RaisableBudget,
  kind: BudgetKindName,
  title: string,
): Promise<number | undefined> {
  const items = amountsFor(budget, kind);
  const placeHolder = vscode.l10n.t("How much more may {0} spend?", name);
  const picked =
    items.length > 1 ? await vscode.window.showQuickPick(items, { title, placeHolder }) : items[0];
  if (!picked || picked.amount !== undefined) {
    return picked?.amount;
  }
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("{0} to add", budgetKind(kind)),
    validateInput: (value) => whyNot(kind, value),
  });
  return text === undefined ? undefined : Number(text.trim());
}

interface AmountItem extends vscode.QuickPickItem {
  /** Undefined: the person writes one. */
  readonly amount?: number;
}

/** The same again, twice as much again, or what the person writes. A budget of nothing suggests nothing. */
export function amountsFor({ limits }: BudgetInfo, kind: BudgetKindName): readonly AmountItem[] {
  const limit = limits[kind] ?? 0;
  const step = (label: string, amount: number): AmountItem => ({
    label,
    description: `+${budgetAmount(kind, amount)}`,
    amount,
  });
  return [
    ...(limit > 0
      ? [step(vscode.l10n.t("The Same Again"), limit), step(vscode.l10n.t("Twice as Much Again"), 2 * limit)]
      : []),
    { label: vscode.l10n.t("Another Amount…") },
  ];
}

function whyNot(kind: BudgetKindName, text: string): string | undefined {
  const value = text.trim();
  const isNumber = kind === "money" ? /^(\d+\.?\d*|\.\d+)$/.test(value) : /^\d+$/.test(value);
  const amount = Number(value);
  if (isNumber && amount > 0 && amount <= most) {
    return undefined;
  }
  return kind === "money"
    ? vscode.l10n.t("Write an amount in US dollars that is more than 0, as 0.50.")
    : vscode.l10n.t("Write a whole number that is more than 0.");
}
