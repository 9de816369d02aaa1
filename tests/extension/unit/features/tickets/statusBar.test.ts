import { expect, test } from "vitest";
import { commands, views } from "../../../../../extension/src/commands";
import { statusOf } from "../../../../../extension/src/features/tickets/statusBar";
import { shownState } from "../../../../../extension/src/features/tickets/totals";

const totals = {
  tickets: 5,
  done: 1,
  running: 1,
  waiting: 0,
  blocked: 0,
  asking: 0,
  usage: { inputTokens: 1200, outputTokens: 0, cachedInputTokens: 0, calls: 1 },
  isPaused: false,
  lacksBudget: false,
};

test("An approval that waits comes first and leads to it", () => {
  const status = statusOf("ready", { ...totals, waiting: 2, blocked: 1, asking: 1 });
  expect(status).toMatchObject({ text: "1 running · 2 waiting", command: commands.approvalNext });
});

test("A blocked ticket that asks is shown and leads to answering it", () => {
  const status = statusOf("ready", { ...totals, blocked: 1, asking: 1 });
  expect(status).toMatchObject({ text: "1 running · 1 blocked", command: commands.ticketAnswerAndRetry });
  expect(status.background).toBe("statusBarItem.warningBackground");
});

test("A blocked ticket that asks nothing is counted without a warning", () => {
  const status = statusOf("ready", { ...totals, running: 0, blocked: 1 });
  expect(status).toMatchObject({ text: "1/5 done · 1 blocked", command: `${views.tickets}.focus` });
  expect(status.tooltip).toContain("1 blocked, 1 of 5 tickets done");
  expect(status.background).toBeUndefined();
});

test("A run that is paused is said, and a click resumes it", () => {
  const status = statusOf("ready", { ...totals, running: 0, isPaused: true });
  expect(status).toMatchObject({ text: "paused · 1/5 done", command: commands.trackResume });
  expect(status.tooltip).toContain("Click to resume");
});

test("A run that is paused for its budget leads to adding to it", () => {
  const status = statusOf("ready", { ...totals, running: 0, isPaused: true, lacksBudget: true });
  expect(status).toMatchObject({ text: "paused · 1/5 done", command: commands.trackAddBudget });
  expect(status.tooltip).toContain("Click to add to it");
});

test("The tooltip has tokens and, where there is one, the cost", () => {
  expect(statusOf("ready", totals).tooltip).toMatch(/, 1\.2k tok$/);
  expect(statusOf("ready", { ...totals, usage: { ...totals.usage, cost: 2.5 } }).tooltip).toMatch(
    /, 1\.2k tok, \$2\.50$/,
  );
});

test("Nothing that waits, no warning", () => {
  expect(statusOf("ready", totals)).toMatchObject({ text: "1 running" });
  expect(statusOf("ready", totals).background).toBeUndefined();
});

test("An engine that is down is said before anything else", () => {
  expect(statusOf("failed", { ...totals, waiting: 2 }).command).toBe(commands.engineRestart);
});

test("An engine that has not said yet what tracks there are counts as starting", () => {
  expect(shownState({ state: "ready" }, { isUnknown: true })).toBe("starting");
  expect(shownState({ state: "ready" }, { isUnknown: false })).toBe("ready");
  expect(shownState({ state: "failed" }, { isUnknown: true })).toBe("failed");
});

test("Without tickets it counts nothing", () => {
  const none = { ...totals, tickets: 0, done: 0, running: 0 };
  expect(statusOf("starting", none).text).toBe("starting");
  expect(statusOf("ready", none).text).toBe("no tickets");
});
