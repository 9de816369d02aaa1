import type {
  ApprovalInfo,
  DoubtInfo,
  LandingInfo,
  LandingProblemInfo,
  SpawnInfo,
  ToolInfo,
} from "../../../../../extension/src/protocol.generated";

const base = {
  trackId: "track",
  ticketId: "T-1",
  ticketTitle: "Greet by name",
  attempt: 1,
  choices: ["approve", "reject", "abort"],
  requestedAt: "2026-11-22T10:00:00Z",
  role: "Tier 3 Worker",
} as const;

export function spawnApproval(
  approvalId: string,
  changes: Partial<ApprovalInfo> = {},
  spawn: Partial<SpawnInfo> = {},
): ApprovalInfo {
  return {
    ...base,
    approvalId,
    kind: "spawn",
    shownHash: `hash of ${approvalId}`,
    prompt: "Do the work.\nThen finish.",
    context: "House rules.",
    spawn: {
      model: "demo",
      modelLabel: "Demo (offline)",
      tools: ["read_file", "finish"],
      pieces: [{ kind: "file", name: "src/Greeter.cs", tokens: 188, detail: "curated" }],
      acceptance: ["dotnet test"],
      totalTokens: 1896,
      ...spawn,
    },
    ...changes,
  };
}

export function toolApproval(
  approvalId: string,
  args: unknown,
  tool: Partial<ToolInfo> = {},
  changes: Partial<ApprovalInfo> = {},
): ApprovalInfo {
  return {
    ...base,
    approvalId,
    kind: "tool",
    shownHash: `hash of ${approvalId}`,
    arguments: args,
    tool: {
      name: "read_file",
      callId: "call-1",
      risk: "read",
      argumentsSchema: { type: "object" },
      isProtected: false,
      ...tool,
    },
    ...changes,
  };
}

export const commandSchema = {
  type: "object",
  properties: {
    command: { type: "string", minLength: 1 },
    timeoutSeconds: { type: "integer", minimum: 1, maximum: 600 },
  },
  required: ["command"],
  additionalProperties: false,
};

export function commandApproval(approvalId: string, command = "dotnet test"): ApprovalInfo {
  return toolApproval(
    approvalId,
    { command },
    { name: "run_command", risk: "command", command, argumentsSchema: commandSchema },
  );
}

export const fileBefore = "one\ntwo\nthree\n";

export function editApproval(approvalId: string, tool: Partial<ToolInfo> = {}): ApprovalInfo {
  return toolApproval(
    approvalId,
    { path: "src/a.txt", oldText: "two", newText: "2" },
    {
      name: "edit_file",
      risk: "write",
      path: "src/a.txt",
      before: fileBefore,
      after: "one\n2\nthree\n",
      argumentsSchema: {
        type: "object",
        properties: { path: { type: "string" }, oldText: { type: "string" }, newText: { type: "string" } },
        required: ["path", "oldText", "newText"],
        additionalProperties: false,
      },
      ...tool,
    },
  );
}

/** Replaces the whole content of a file that exists. */
export function writeApproval(approvalId: string, path = "n.txt"): ApprovalInfo {
  return toolApproval(
    approvalId,
    { path, content: "new" },
    {
      name: "write_file",
      risk: "write",
      path: "n.txt",
      before: "old",
      after: "new",
      argumentsSchema: {
        type: "object",
        properties: { path: { type: "string" }, content: { type: "string" } },
        required: ["path", "content"],
        additionalProperties: false,
      },
    },
  );
}

export function doubtApproval(approvalId: string, doubt: Partial<DoubtInfo> = {}): ApprovalInfo {
  return {
    ...editApproval(approvalId),
    kind: "inDoubt",
    choices: ["runAgain", "treatAsDone", "treatAsFailed", "abort"],
    why: "The work was interrupted in the middle of this call.",
    doubt: {
      known: ["src/a.txt is as the call would have made it."],
      process: "none",
      file: "asAfter",
      now: "one\n2\nthree\n",
      suggestedDecision: "treatAsDone",
      suggestedResult: "wrote src/a.txt",
      ...doubt,
    },
  };
}

/** Finished work that asks whether it may land; with a problem, after it was tried. */
export function landingApproval(
  approvalId: string,
  landing: Partial<LandingInfo> = {},
  changes: Partial<ApprovalInfo> = {},
): ApprovalInfo {
  const isConflict = landing.problem?.kind === "conflict";
  return {
    ...base,
    approvalId,
    kind: "landing",
    shownHash: `hash of ${approvalId}`,
    choices: ["approve", ...(isConflict ? (["resolve"] as const) : []), "sendBack", "reject", "abort"],
    ...(landing.problem ? { why: landing.problem.detail } : {}),
    landing: {
      summary: "Greets by name now.",
      commit: "c0ffee",
      tree: { folder: ".conductor/worktrees/a-t-1", branch: "conductor/a/t/t-1", base: "ba5e" },
      evidence: [],
      ...landing,
    },
    ...changes,
  };
}

export const conflict: LandingProblemInfo = {
  kind: "conflict",
  detail: "Others have changed the same lines.",
  files: ["src/a.txt", "src/b.txt"],
};

export const resolved = (
  approvalId: string,
  decision?: "approve" | "reject" | "abort",
  by = "person",
): {
  approvalId: string;
  trackId: string;
  ticketId: string;
  by: string;
  decision?: "approve" | "reject" | "abort";
} => ({
  approvalId,
  trackId: "track",
  ticketId: "T-1",
  by,
  ...(decision === undefined ? {} : { decision }),
});
