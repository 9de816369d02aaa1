import type { LedgerRow } from "../../../../../extension/src/protocol.generated";

/** A call that a person has edited and that ran. */
export const editedCall: LedgerRow = {
  sequence: 14,
  trackId: "search.track.json",
  ticketId: "T-1",
  attempt: 1,
  kind: "tool",
  approvalId: "A-7",
  callId: "call-1",
  state: "ran",
  asked: {
    by: "Tier 3 Worker",
    model: "demo",
    at: "2026-03-01T09:30:00Z",
    why: "It changes a file.",
    what: "write_file src/Index.cs",
    shownHash: "9f2c",
    proposedHash: "51aa",
  },
  decided: {
    decision: "approve",
    by: "person",
    at: "2026-03-01T09:31:00Z",
    edited: ["arguments"],
    arguments: '{"path":"src/Index.cs","content":"a\\n"}',
    forTicket: false,
    approvedHash: "77be",
  },
  ran: { at: "2026-03-01T09:31:01Z", times: 1, hash: "77be", as: "edited" },
  result: { at: "2026-03-01T09:31:02Z", failed: false, text: "wrote src/Index.cs" },
};

/** A worker that nobody has decided about. */
export const openSpawn: LedgerRow = {
  sequence: 30,
  trackId: "search.track.json",
  ticketId: "T-2",
  attempt: 1,
  kind: "spawn",
  approvalId: "A-9",
  state: "open",
  asked: {
    by: "Tier 3 Worker",
    at: "2026-03-01T09:40:00Z",
    what: "start a worker: Search, by title (310 tokens)",
    shownHash: "c001",
    proposedHash: "c002",
  },
};
