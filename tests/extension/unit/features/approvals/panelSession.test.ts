import { beforeEach, describe, expect, test } from "vitest";
import {
  ApprovalDecideRequest,
  ApprovalListRequest,
  ApprovalRequestedNotification,
  ApprovalResolvedNotification,
  type DecideParams,
  ErrorCodes,
} from "../../../../../extension/src/protocol.generated";
import { ApprovalDecider } from "../../../../../extension/src/features/approvals/approvalDecider";
import { ApprovalInbox } from "../../../../../extension/src/features/approvals/approvalInbox";
import { DraftStore } from "../../../../../extension/src/features/approvals/draftStore";
import { localizedStrings } from "../../../../../extension/src/features/approvals/localizedStrings";
import type {
  DecideMessage,
  PageEngineState,
} from "../../../../../extension/src/features/approvals/panelMessages";
import type { StandstillView } from "../../../../../extension/src/features/approvals/standstill";
import { PanelSession } from "../../../../../extension/src/features/approvals/panelSession";
import { ReviewComments } from "../../../../../extension/src/features/landing/reviewComments";
import { EngineEnded, UserError } from "../../../../../extension/src/shared/errors";
import { FakeEngine } from "../../fakes/fakeEngine";
import { FakeMemento } from "../../fakes/fakeMemento";
import { commandApproval, resolved, spawnApproval } from "./approvals";

type Memory = ConstructorParameters<typeof DraftStore>[0];

const strings = localizedStrings();
let engine: FakeEngine;
let inbox: ApprovalInbox;
let drafts: DraftStore;
let session: PanelSession;
let sent: DecideParams[];
let answered: (string | undefined)[];
let engineState: PageEngineState;
let comments: ReviewComments;

const standstill: StandstillView = { icon: "key", title: "T-1 failed", detail: "It is not valid.", ways: [] };

beforeEach(() => {
  engine = new FakeEngine();
  inbox = new ApprovalInbox(engine);
  drafts = new DraftStore({ get: () => undefined, update: () => Promise.resolve() } as Memory);
  engineState = "ready";
  comments = new ReviewComments(new FakeMemento());
  session = new PanelSession({
    inbox,
    drafts,
    decider: new ApprovalDecider(engine, inbox, () => Promise.resolve(true)),
    strings,
    engineState: () => engineState,
    standstill: () => standstill,
    filesOf: () => [],
    comments,
  });
  sent = [];
  answered = [];
  session.onDidAnswer((id) => answered.push(id));
  engine.answer(ApprovalDecideRequest, (params) => {
    sent.push(params);
    return { approvalId: params.approvalId, decision: params.decision, alreadyDecided: false, by: "person" };
  });
});

function request(...ids: string[]): void {
  ids.forEach((id) => engine.notify(ApprovalRequestedNotification, spawnApproval(id)));
}

const approve = (approvalId: string, changes: Partial<DecideMessage> = {}): DecideMessage => ({
  type: "decide",
  approvalId,
  decision: "approve",
  shownHash: `hash of ${approvalId}`,
  ...changes,
});

describe("What is on show", () => {
  test("is the new request of a ticket whose prompt is made anew, by the person's wish", () => {
    request("a", "b");
    session.show("a");
    const shown = session.openApproval;
    if (shown) {
      session.expectAnew(shown);
    }
    inbox.settle({ approvalId: "a", trackId: "track", ticketId: "T-1", by: "its definition changed" });
    request("c");
    expect(["b", "c"]).toContain(session.shownId);
    expect(session.shownId).not.toBe("a");
  });

  test("is a standstill only while no request is", () => {
    expect(session.state().standstill).toBe(standstill);
    request("a");
    expect(session.state()).not.toHaveProperty("standstill");
  });

  test("is the first request that comes, and stays when others come", () => {
    request("b", "a");
    expect(session.shownId).toBe("b");
  });

  test("moves on to the oldest after an answer", async () => {
    request("a", "b", "c");
    session.show("b");
    await session.decide(approve("b"));
    expect([session.shownId, answered]).toEqual(["a", ["a"]]);
  });

  test("stays with the ticket that was answered while it asks for more", async () => {
    const ticketId = "T-2";
    request("a");
    engine.notify(ApprovalRequestedNotification, spawnApproval("b", { ticketId }));
    engine.notify(ApprovalRequestedNotification, spawnApproval("c", { ticketId }));
    session.show("b");
    await session.decide(approve("b"));
    expect(session.shownId).toBe("c");
    await session.decide(approve("c"));
    expect(session.shownId).toBe("a");
  });

  test("moves on when only another track's ticket of that name asks", async () => {
    request("a");
    engine.notify(ApprovalRequestedNotification, spawnApproval("b", { ticketId: "T-2" }));
    engine.notify(ApprovalRequestedNotification, spawnApproval("c", { ticketId: "T-2", trackId: "other" }));
    session.show("b");
    await session.decide(approve("b"));
    expect(session.shownId).toBe("a");
  });

  test("is nothing after the last answer", async () => {
    request("a");
    await session.decide(approve("a"));
    expect([session.state().shown, answered]).toEqual([undefined, [undefined]]);
  });

  test("stays, as resolved, when somebody else answered", () => {
    request("a", "b");
    engine.notify(ApprovalResolvedNotification, resolved("a", "approve", "the ticket's rule"));
    expect(session.state().shown).toMatchObject({
      status: "resolved",
      notice: "Already approved by the ticket's rule.",
    });
    expect(answered).toEqual([]);
  });

  test("says why a request was withdrawn", () => {
    request("a");
    engine.notify(ApprovalResolvedNotification, resolved("a", undefined, "the run was cancelled"));
    expect(session.state().shown?.notice).toBe("This request is no longer open: the run was cancelled");
  });

  test("is bound again by id after a restart, with what was typed", async () => {
    request("a", "b");
    session.show("b");
    drafts.set("b", { prompt: "Mine" });
    engineState = "down";
    expect(session.state()).toMatchObject({ engine: "down", shown: { status: "open" } });
    engineState = "ready";
    engine.answer(ApprovalListRequest, () => ({ approvals: [spawnApproval("a"), spawnApproval("b")] }));
    await inbox.refresh();
    expect(session.state()).toMatchObject({
      openIds: ["a", "b"],
      shown: { approval: { approvalId: "b" }, draft: { prompt: "Mine" }, status: "open" },
    });
  });

  test("is what a page remembers, once it is known", async () => {
    session.restore("b");
    engine.answer(ApprovalListRequest, () => ({ approvals: [spawnApproval("a"), spawnApproval("b")] }));
    await inbox.refresh();
    expect(session.shownId).toBe("b");
  });

  test("steps through the queue and around its end", () => {
    request("a", "b", "c");
    session.show("c");
    expect([session.neighbour(1), session.neighbour(-1)]).toEqual(["a", "b"]);
  });
});

describe("An answer of the page", () => {
  test("counts once, however often it comes", async () => {
    request("a", "b");
    await Promise.all([session.decide(approve("a")), session.decide(approve("a"))]);
    await session.decide(approve("a"));
    expect(sent.map(({ approvalId }) => approvalId)).toEqual(["a"]);
    expect(session.shownId).toBe("b");
  });

  test("carries the hash the page showed, and its edits", async () => {
    request("a");
    await session.decide(approve("a", { shownHash: "seen", draft: { prompt: "Mine", reason: "unused" } }));
    expect(sent).toEqual([{ approvalId: "a", decision: "approve", shownHash: "seen", prompt: "Mine" }]);
  });

  test("is not sent while its arguments do not fit the tool", async () => {
    engine.notify(ApprovalRequestedNotification, commandApproval("a"));
    await session.decide(approve("a", { draft: { arguments: "{}" } }));
    expect([sent, session.state().shown?.notice]).toEqual([[], strings.fixFirst]);
  });

  test("rejects even with broken arguments", async () => {
    engine.notify(ApprovalRequestedNotification, commandApproval("a"));
    await session.decide(approve("a", { decision: "reject", draft: { arguments: "{", reason: "No." } }));
    expect(sent).toEqual([{ approvalId: "a", decision: "reject", shownHash: "hash of a", reason: "No." }]);
  });

  test("shows that it is under way", async () => {
    request("a");
    const deciding = session.decide(approve("a"));
    expect(session.state().shown?.status).toBe("deciding");
    await deciding;
  });

  test("that came second says what stands, and does not move on", async () => {
    engine.answer(ApprovalDecideRequest, () => ({
      approvalId: "a",
      decision: "reject",
      alreadyDecided: true,
      by: "person",
    }));
    request("a", "b");
    await session.decide(approve("a"));
    expect([session.shownId, answered]).toEqual(["a", []]);
    expect(session.state().shown).toMatchObject({
      status: "resolved",
      notice: "Already rejected by a person.",
    });
  });

  test("that the server refuses can be given again", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw Object.assign(new Error("The rule does not fit."), { code: ErrorCodes.invalidDecision });
    });
    request("a");
    await session.decide(approve("a"));
    expect(session.state().shown).toMatchObject({ status: "open", notice: "The rule does not fit." });
  });

  test("that the engine did not live to take is told in the page in words", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw new EngineEnded();
    });
    request("a");
    await expect(session.decide(approve("a"))).rejects.toThrow(UserError);
    expect(session.state().shown).toMatchObject({
      status: "open",
      notice: expect.stringContaining("your decision may not have been taken") as string,
    });
  });

  test("that fails is reported, and the page is usable again", async () => {
    engine.answer(ApprovalDecideRequest, () => {
      throw new Error("The engine ended.");
    });
    request("a");
    await expect(session.decide(approve("a"))).rejects.toThrow("The engine ended.");
    expect(session.state().shown).toMatchObject({ status: "open", notice: "The engine ended." });
  });
});
