import { beforeEach, describe, expect, test } from "vitest";
import {
  ApprovalDecideRequest,
  ApprovalListRequest,
  ApprovalRequestedNotification,
  type DecideParams,
  ErrorCodes,
} from "../../../../../extension/src/protocol.generated";
import { ApprovalDecider } from "../../../../../extension/src/features/approvals/approvalDecider";
import { ApprovalInbox } from "../../../../../extension/src/features/approvals/approvalInbox";
import { EngineEnded, presentError } from "../../../../../extension/src/shared/errors";
import { FakeEngine } from "../../fakes/fakeEngine";
import { commandApproval, doubtApproval, spawnApproval } from "./approvals";

let engine: FakeEngine;
let inbox: ApprovalInbox;
let decider: ApprovalDecider;
let sent: DecideParams[];
let maySend: boolean;

beforeEach(() => {
  engine = new FakeEngine();
  inbox = new ApprovalInbox(engine);
  decider = new ApprovalDecider(engine, inbox, () => Promise.resolve(maySend));
  sent = [];
  maySend = true;
  engine.answer(ApprovalDecideRequest, (params) => {
    sent.push(params);
    return { approvalId: params.approvalId, decision: params.decision, alreadyDecided: false, by: "person" };
  });
  engine.notify(ApprovalRequestedNotification, spawnApproval("a"));
});

function refuse(code: number): void {
  engine.answer(ApprovalDecideRequest, () => {
    throw Object.assign(new Error("refused"), { code });
  });
}

const approve = { decision: "approve", shownHash: "hash of a" } as const;

describe("An approval", () => {
  test("is sent once when it is given twice at a time", async () => {
    const both = await Promise.all([decider.decide("a", approve), decider.decide("a", approve)]);
    expect(both).toEqual([{ kind: "decided" }, { kind: "decided" }]);
    expect(sent).toHaveLength(1);
  });

  test("that the person takes back when they are asked once more is not sent, and stays open", async () => {
    maySend = false;
    expect(await decider.decide("a", approve)).toEqual({ kind: "withdrawn" });
    expect([sent, inbox.approvals.length, decider.isDeciding("a")]).toEqual([[], 1, false]);
    maySend = true;
    expect(await decider.decide("a", { ...approve, decision: "reject" })).toEqual({ kind: "decided" });
  });

  test("is not sent again once it is decided", async () => {
    await decider.decide("a", approve);
    expect(await decider.decide("a", approve)).toEqual({ kind: "gone" });
    expect(sent).toHaveLength(1);
  });

  test("that its model's missing key forbids leads to setting it, and stays open", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw Object.assign(new Error("No key."), { code: ErrorCodes.noKey, data: { provider: "gemini" } });
    });
    const refusal = await decider.decide("a", approve).catch((error: unknown) => error);
    expect(presentError(refusal)).toEqual({
      message: "No key.",
      actions: [{ label: "Set API Key…", command: "conductor.models.setKey", arguments: ["gemini"] }],
      isUnexpected: false,
    });
    expect(inbox.approvals).toHaveLength(1);
  });

  test("is gone from the inbox before the server's notification", async () => {
    await decider.decide("a", approve);
    expect(inbox.approvals).toEqual([]);
  });

  test("of a call in doubt carries the result or the reason that was typed", async () => {
    const shownHash = "hash of a";
    engine.notify(ApprovalRequestedNotification, doubtApproval("b"));
    const typed = { reason: " It hung. ", result: " 3 files. " };
    await decider.decide("a", { decision: "treatAsDone", shownHash, ...typed });
    await decider.decide("b", { decision: "treatAsFailed", shownHash, ...typed });
    expect(sent).toEqual([
      { approvalId: "a", decision: "treatAsDone", shownHash, result: "3 files." },
      { approvalId: "b", decision: "treatAsFailed", shownHash, reason: "It hung." },
    ]);
  });

  test("carries the hash of what was shown and what was edited", async () => {
    await decider.decide("a", { ...approve, edits: { prompt: "Do it well." }, rule: "ticket" });
    expect(sent).toEqual([
      { approvalId: "a", decision: "approve", shownHash: "hash of a", prompt: "Do it well.", rule: "ticket" },
    ]);
  });

  test("that somebody else gave first says whose stands", async () => {
    engine.answer(ApprovalDecideRequest, ({ approvalId }) => ({
      approvalId,
      decision: "reject",
      alreadyDecided: true,
      by: "person",
    }));
    expect(await decider.decide("a", approve)).toMatchObject({
      kind: "already",
      first: { decision: "reject", by: "person" },
    });
  });
});

test("A rejection carries its reason and nothing of the edits", async () => {
  await decider.decide("a", {
    decision: "reject",
    shownHash: "hash of a",
    edits: { prompt: "x" },
    reason: "  Wrong file. ",
  });
  expect(sent).toEqual([
    { approvalId: "a", decision: "reject", shownHash: "hash of a", reason: "Wrong file." },
  ]);
});

describe("A refusal", () => {
  test("of something stale asks for the list again and keeps the request that is asked now", async () => {
    refuse(ErrorCodes.stale);
    engine.answer(ApprovalListRequest, () => ({ approvals: [commandApproval("b")] }));
    expect(await decider.decide("a", approve)).toEqual({ kind: "stale", message: "refused" });
    expect(inbox.approvals.map(({ approvalId }) => approvalId)).toEqual(["b"]);
  });

  test("of an unknown request takes it away", async () => {
    refuse(ErrorCodes.unknownApproval);
    expect(await decider.decide("a", approve)).toEqual({ kind: "gone" });
    expect(inbox.approvals).toEqual([]);
  });

  test("of the answer itself leaves the request open", async () => {
    refuse(ErrorCodes.invalidDecision);
    expect(await decider.decide("a", approve)).toEqual({ kind: "refused", message: "refused" });
    expect(inbox.approvals).toHaveLength(1);
  });

  test("for any other reason is thrown, and the answer can be tried again", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw new Error("The engine is gone.");
    });
    await expect(decider.decide("a", approve)).rejects.toThrow("The engine is gone.");
    expect([decider.isDeciding("a"), inbox.approvals.length]).toEqual([false, 1]);
  });

  test("because the engine ended says that the answer may be lost, and offers to look again", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw new EngineEnded();
    });
    const refusal = await decider.decide("a", approve).catch((error: unknown) => error);
    expect(presentError(refusal)).toMatchObject({
      message: expect.stringContaining("your decision may not have been taken") as string,
      isUnexpected: false,
      actions: [
        { label: "Look Again", command: "conductor.approval.open", arguments: ["a"] },
        { label: "Restart Engine" },
      ],
    });
    expect(inbox.approvals).toHaveLength(1);
  });
});
