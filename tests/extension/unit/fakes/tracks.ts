import type {
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

/** A Tickets view in which nothing is selected. */
export const noRows = { visible: true, selection: [] };
