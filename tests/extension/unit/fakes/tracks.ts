import type {
  BudgetInfo,
  TicketInfo,
  TrackChanged,
  TrackSnapshot,
  UsageSummary,
} from "../../../../extension/src/protocol.generated";

const nothing = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, calls: 0 };

export const noUsage: UsageSummary = { total: nothing, tiers: [], hasEstimates: false };

export function ticket(id: string, changes: Partial<TicketInfo> = {}): TicketInfo {
  return {
    id,
    title: `Title of ${id}`,
    description: `Do ${id}.`,
    status: "todo",
    state: "ready",
    assignedTo: "unassigned",
    dependsOn: [],
    waitingOn: [],
    stepMode: false,
    contextRequirements: [],
    priority: 0,
    acceptance: [],
    attempts: 0,
    detail: "",
    actions: ["run"],
    approvalIds: [],
    changedFiles: [],
    usage: nothing,
    ...changes,
  };
}

export const trackId = ".conductor/tracks/a.track.json";

export function snapshot(changes: Partial<TrackSnapshot> = {}): TrackSnapshot {
  return {
    trackId,
    revision: 1,
    path: trackId,
    description: "A track",
    status: "idle",
    statusDetail: "",
    activeTier: "",
    autoQueue: true,
    maxParallel: 1,
    modelLabel: "Demo (offline)",
    tickets: [ticket("T-1"), ticket("T-2")],
    usage: noUsage,
    problems: [],
    ...changes,
  };
}

export function delta(revision: number, changes: Partial<TrackChanged> = {}): TrackChanged {
  return {
    trackId,
    revision,
    status: "running",
    statusDetail: "",
    activeTier: "Tier 3 (Worker): T-1",
    autoQueue: true,
    maxParallel: 1,
    modelLabel: "Demo (offline)",
    tickets: [],
    removed: [],
    usage: noUsage,
    ...changes,
  };
}

/** A budget of 10,000 tokens of which 4,200 are spent. */
export function budget(changes: Partial<BudgetInfo> = {}): BudgetInfo {
  return {
    limits: { tokens: 10_000 },
    spent: { tokens: 4200, money: 0.0123, calls: 3, minutes: 2.55 },
    reserved: { tokens: 400, money: 0, calls: 0, minutes: 0 },
    nearest: "tokens",
    fraction: 0.42,
    isReached: false,
    isWarned: false,
    ...changes,
  };
}

/** A Tickets view in which nothing is selected. */
export const noRows = { visible: true, selection: [] };
