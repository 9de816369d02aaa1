import * as vscode from "vscode";
import type { Engine, TrackStore } from "../../context";
import {
  type TierUsage,
  type TrackSnapshot,
  UsageGetRequest,
  type UsageReport,
} from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { Throttle } from "../../shared/throttle";
import { usageLines, usageRow } from "../../shared/usageWords";
import { budgetItem, budgetsOf, type NamedBudget } from "./budgetRows";
import { sumByTicket, type TicketUsage } from "./ticketUsage";

const refreshMilliseconds = 1000;

type UsageNode =
  | { readonly kind: "tier"; readonly tier: TierUsage }
  | { readonly kind: "budget"; readonly of: NamedBudget }
  | { readonly kind: "ticket"; readonly tier: number; readonly row: TicketUsage }
  | { readonly kind: "prices"; readonly asOf: string; readonly upTo: string | undefined };

/** Budgets as bars, then tokens and cost by tier, and below each tier by ticket; last of which day prices are. Asked for only while somebody looks. */
export class UsageTree implements vscode.TreeDataProvider<UsageNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #throttle = new Throttle(refreshMilliseconds, () => this.#redraw());
  readonly #disposables: { dispose(): unknown }[];
  #report: UsageReport | undefined;
  /** What the rows were last asked for with; the same again would draw the same. */
  #drawn: string | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly engine: Engine,
    private readonly store: TrackStore,
    private readonly log: Pick<vscode.LogOutputChannel, "error">,
  ) {
    this.#disposables = [
      this.#changed,
      store.onDidChange(() => this.#throttle.ask()),
      engine.onDidConnect(() => {
        this.#drawn = undefined;
        this.#throttle.ask();
      }),
    ];
  }

  async getChildren(parent?: UsageNode): Promise<UsageNode[]> {
    if (parent) {
      return parent.kind === "tier" ? this.#ticketsOf(parent.tier.tier) : [];
    }
    // Looking at the view starts the engine where there is something to show; it asks again when that is there.
    if (this.engine.state !== "ready") {
      return [];
    }
    // When the engine goes meanwhile the view keeps what it showed, and asks again when the engine is back.
    const request = (): Promise<UsageReport> => this.engine.request(UsageGetRequest, {});
    this.#report = (await guard({ log: this.log }, "usage", request, { isQuiet: true })) ?? this.#report;
    const { summary, pricesAsOf: asOf, pricesUpTo: upTo } = this.#report ?? {};
    const tiers = summary?.tiers ?? [];
    return [
      ...budgetsOf(this.#snapshots()).map((of) => ({ kind: "budget" as const, of })),
      ...tiers.filter(({ usage }) => usage.calls > 0).map((tier) => ({ kind: "tier" as const, tier })),
      ...(summary?.total.cost === undefined || asOf === undefined
        ? []
        : [{ kind: "prices" as const, asOf, upTo }]),
    ];
  }

  getTreeItem(node: UsageNode): vscode.TreeItem {
    switch (node.kind) {
      case "budget":
        return budgetItem(node.of);
      case "tier":
        return tierItem(node.tier);
      case "ticket":
        return this.#ticketItem(node.tier, node.row);
      case "prices":
        return pricesItem(node);
    }
  }

  dispose(): void {
    this.#throttle.dispose();
    this.#disposables.forEach((disposable) => void disposable.dispose());
  }

  #redraw(): void {
    const now = this.#spent();
    if (now !== this.#drawn) {
      this.#drawn = now;
      this.#changed.fire(undefined);
    }
  }

  /** What the store knows of spending, and the names beside it. */
  #spent(): string {
    const spending = (snapshot: TrackSnapshot): unknown =>
      snapshot.tickets
        .filter(({ usage }) => usage.calls > 0)
        .map(({ id, title, usage }) => [id, title, usage]);
    const snapshots = this.#snapshots();
    return JSON.stringify([
      snapshots.map((snapshot) => [snapshot.trackId, snapshot.usage, spending(snapshot)]),
      budgetsOf(snapshots),
    ]);
  }

  #snapshots(): readonly TrackSnapshot[] {
    return this.store.tracks.flatMap(({ trackId }) =>
      trackId === undefined ? [] : (this.store.snapshot(trackId) ?? []),
    );
  }

  #ticketsOf(tier: number): UsageNode[] {
    const rows = this.#report?.rows.filter((row) => row.tier === tier) ?? [];
    return sumByTicket(rows).map((row) => ({ kind: "ticket", tier, row }));
  }

  #ticketItem(tier: number, { trackId, ticketId, models, usage }: TicketUsage): vscode.TreeItem {
    const title = this.store.ticket(trackId, ticketId)?.title ?? "";
    const hasTitle = title !== "" && title !== ticketId;
    const label = hasTitle ? `${ticketId}  ${title}` : ticketId;
    // The figures before the title: of a narrow row the end is cut.
    const item = new vscode.TreeItem(ticketId);
    item.id = `usage ${tier} ${trackId} ${ticketId}`;
    item.description = [usageRow(usage), ...(hasTitle ? [title] : [])].join(" · ");
    item.tooltip = [label, ...usageLines(usage), models.join(", ")].join("\n");
    item.iconPath = new vscode.ThemeIcon("note");
    item.accessibilityInformation = { label: [label, ...usageLines(usage)].join(", ") };
    return item;
  }
}

/** The days of the prices that the shown costs are at, which need not be those that hold now. */
function pricesItem({ asOf, upTo }: { asOf: string; upTo: string | undefined }): vscode.TreeItem {
  const item = new vscode.TreeItem(
    upTo === undefined
      ? vscode.l10n.t("Prices as of {0}", asOf)
      : vscode.l10n.t("Prices as of {0} to {1}", asOf, upTo),
  );
  item.id = "usage prices";
  item.tooltip = vscode.l10n.t(
    "Cost is reckoned when a call is made. Newer prices, or those of a contract, can be set in a file: conductor.models.priceFile.",
  );
  item.iconPath = new vscode.ThemeIcon("info");
  return item;
}

function tierItem({ tier, name, usage }: TierUsage): vscode.TreeItem {
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = `usage ${tier}`;
  item.description = usageRow(usage);
  item.tooltip = usageLines(usage).join("\n");
  item.iconPath = new vscode.ThemeIcon("graph");
  item.accessibilityInformation = { label: [name, ...usageLines(usage)].join(", ") };
  return item;
}
