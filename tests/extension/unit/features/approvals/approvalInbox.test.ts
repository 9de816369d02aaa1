import { beforeEach, describe, expect, test } from "vitest";
import {
  type ApprovalInfo,
  ApprovalListRequest,
  ApprovalRequestedNotification,
  ApprovalResolvedNotification,
} from "../../../../../extension/src/protocol.generated";
import {
  ApprovalInbox,
  type InboxChange,
} from "../../../../../extension/src/features/approvals/approvalInbox";
import { FakeEngine } from "../../fakes/fakeEngine";
import { commandApproval, resolved, spawnApproval } from "./approvals";

let engine: FakeEngine;
let inbox: ApprovalInbox;
let changes: InboxChange[];

beforeEach(() => {
  engine = new FakeEngine();
  inbox = new ApprovalInbox(engine);
  changes = [];
  inbox.onDidChange((change) => changes.push(change));
});

const ids = (): string[] => inbox.approvals.map(({ approvalId }) => approvalId);
const lists = (...approvals: ApprovalInfo[]): void =>
  engine.answer(ApprovalListRequest, () => ({ approvals }));
const requested = (approval: ApprovalInfo): void => engine.notify(ApprovalRequestedNotification, approval);

describe("The list", () => {
  test("is empty and not known at first", () => {
    expect([ids(), inbox.isListed]).toEqual([[], false]);
  });

  test("is ordered by age, and by id where the age is the same", async () => {
    lists(
      spawnApproval("c", { requestedAt: "2026-11-22T10:00:02Z" }),
      spawnApproval("b", { requestedAt: "2026-11-22T10:00:01Z" }),
      spawnApproval("a", { requestedAt: "2026-11-22T10:00:02Z" }),
    );
    await inbox.refresh();
    expect([ids(), inbox.isListed]).toEqual([["b", "a", "c"], true]);
  });

  test("follows notifications and says what came and went", () => {
    requested(spawnApproval("a"));
    requested(commandApproval("b"));
    engine.notify(ApprovalResolvedNotification, resolved("a", "approve"));
    expect(ids()).toEqual(["b"]);
    expect(changes.map(({ added, removed }) => [added.map(({ approvalId }) => approvalId), removed])).toEqual(
      [
        [["a"], []],
        [["b"], []],
        [[], ["a"]],
      ],
    );
  });

  test("holds a request once that is announced twice", () => {
    requested(spawnApproval("a"));
    requested(spawnApproval("a"));
    expect([ids(), changes.flatMap(({ added }) => added).length]).toEqual([["a"], 1]);
  });
});

describe("A list that crosses notifications", () => {
  test("does not bring back what was resolved meanwhile", async () => {
    lists(spawnApproval("a"), spawnApproval("b"));
    const refreshing = inbox.refresh();
    engine.notify(ApprovalResolvedNotification, resolved("a", "reject"));
    await refreshing;
    expect(ids()).toEqual(["b"]);
  });

  test("does not lose what was requested meanwhile", async () => {
    lists(spawnApproval("a"));
    const refreshing = inbox.refresh();
    requested(spawnApproval("b"));
    await refreshing;
    expect(ids()).toEqual(["a", "b"]);
  });
});

describe("After a restart", () => {
  test("requests that are still open are neither added nor removed", async () => {
    lists(spawnApproval("a"));
    await inbox.refresh();
    changes.length = 0;
    await inbox.refresh();
    expect(changes).toEqual([{ added: [], removed: [] }]);
  });

  test("requests that are gone are removed, and new ones added", async () => {
    requested(spawnApproval("a"));
    lists(spawnApproval("b"));
    await inbox.refresh();
    expect(ids()).toEqual(["b"]);
    expect(changes.at(-1)?.removed).toEqual(["a"]);
  });

  test("a list that fails leaves what is known", async () => {
    requested(spawnApproval("a"));
    await expect(inbox.refresh()).rejects.toThrow("No answer");
    expect(ids()).toEqual(["a"]);
  });
});

test("The first word on how a request ended stands", () => {
  requested(spawnApproval("a"));
  inbox.settle(resolved("a", "approve", "person"));
  inbox.settle(resolved("a", "reject", "somebody else"));
  expect(inbox.resolutionOf("a")?.by).toBe("person");
});
