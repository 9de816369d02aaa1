import { describe, expect, test } from "vitest";
import {
  maxTextLength,
  parsePageMessage,
} from "../../../../../extension/src/features/approvals/panelMessages";

const kindOf = (raw: unknown, shownId?: string): string => parsePageMessage(raw, shownId).kind;

const decide = {
  type: "decide",
  approvalId: "a",
  decision: "approve",
  shownHash: "hash",
  draft: { prompt: "p", reason: "r" },
  rule: "ticket",
};

describe("A message of the page", () => {
  test.each([
    { type: "ready" },
    { type: "ready", approvalId: "other" },
    { type: "leave" },
    { type: "restartEngine" },
    { type: "focused", isFocused: false },
    { type: "draft", approvalId: "a" },
    { type: "draft", approvalId: "a", draft: { arguments: "{" } },
    { type: "openDiff", approvalId: "a" },
    { type: "move", approvalId: "a", by: -1 },
    decide,
  ])("%j is taken as it is", (raw) => {
    expect(parsePageMessage(raw, "a")).toEqual({ kind: "message", message: raw });
  });

  test("loses members nobody knows", () => {
    expect(parsePageMessage({ type: "leave", html: "<b>" }, "a")).toEqual({
      kind: "message",
      message: { type: "leave" },
    });
  });

  test.each([
    undefined,
    null,
    42,
    "leave",
    [],
    [{ type: "leave" }],
    {},
    { type: "constructor" },
    { type: "ready", approvalId: 1 },
    { type: "focused" },
    { type: "ready", approvalId: "x".repeat(201) },
    { type: "move", approvalId: "a", by: 2 },
    { type: "draft", approvalId: "a", draft: null },
    { type: "draft", approvalId: "a", draft: { prompt: 1 } },
    { type: "draft", approvalId: "a", draft: { surprise: "x" } },
    { type: "draft", approvalId: "a", draft: JSON.parse('{"__proto__":"x"}') as unknown },
    { type: "draft", approvalId: "a", draft: { prompt: "x".repeat(maxTextLength + 1) } },
    { ...decide, decision: "approveAll" },
    { ...decide, shownHash: undefined },
    { ...decide, rule: "workspace" },
    { ...decide, approvalId: undefined },
  ])("is refused when it is wrong (%#)", (raw) => {
    expect(kindOf(raw, "a")).toBe("refused");
  });

  test("about another request than the one on show is refused", () => {
    expect([kindOf(decide, "b"), kindOf(decide)]).toEqual(["refused", "refused"]);
  });

  test("never throws, whatever comes", () => {
    const values = [
      undefined,
      null,
      0,
      NaN,
      "",
      "a",
      "decide",
      [],
      {},
      { draft: {} },
      Symbol.iterator,
      () => 1,
    ];
    const names = ["type", "approvalId", "decision", "shownHash", "draft", "rule", "by"];
    let seed = 1;
    const random = (count: number): number => {
      seed = (seed * 48271) % 2147483647;
      return seed % count;
    };
    for (let round = 0; round < 2000; round++) {
      const raw: Record<string, unknown> = { ...(round % 2 === 0 ? decide : {}) };
      for (let index = random(4); index >= 0; index--) {
        raw[names[random(names.length)] ?? ""] = values[random(values.length)];
      }
      const parsed = parsePageMessage(raw, "a");
      if (parsed.kind === "message" && parsed.message.type === "decide") {
        expect([parsed.message.approvalId, typeof parsed.message.shownHash]).toEqual(["a", "string"]);
      }
    }
  });
});
