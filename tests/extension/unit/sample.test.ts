import { readFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sample } from "../../../extension/scripts/paths.mjs";

interface ToolCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string>>;
}

interface Turn {
  readonly text: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly delayMs?: number;
}

type Script = Readonly<
  Record<string, readonly Turn[] | { turns: readonly Turn[]; afterAnswer: readonly Turn[] }>
>;

interface Track {
  readonly id: string;
  readonly tickets: readonly Ticket[];
}

interface Ticket {
  readonly id: string;
  readonly depends_on?: readonly string[];
  readonly context_requirements: readonly string[];
  readonly writes: readonly string[];
}

const read = (path: string): string => readFileSync(join(sample, path), "utf8");
const { id: trackId, tickets } = JSON.parse(read(".conductor/tracks/first-steps.track.json")) as Track;
const { track, ...parts } = JSON.parse(read(".conductor/demo.script.json")) as { track: string };
const script: Script = parts;

function turnsOf(key: string): readonly Turn[] {
  const entry = script[key] ?? [];
  return "turns" in entry ? [...entry.turns, ...entry.afterAnswer] : entry;
}

const callsOf = (id: string): ToolCall[] => turnsOf(id).flatMap((turn) => turn.toolCalls ?? []);

test("The demo model knows every ticket of the sample, and those of no other track", () => {
  expect(track).toBe(trackId);
  expect(Object.keys(script).sort()).toEqual([...tickets.map(({ id }) => id), "tier4"].sort());
});

test("The demo's commands need no git repository", () => {
  const commands = tickets.flatMap(({ id }) => callsOf(id)).filter(({ name }) => name === "run_command");
  expect(commands.map((call) => call.arguments["command"])).not.toContainEqual(
    expect.not.stringContaining("git grep --no-index"),
  );
});

test("The sample's tickets wait only for tickets that are there", () => {
  const ids = new Set(tickets.map(({ id }) => id));
  expect(tickets.flatMap((ticket) => ticket.depends_on ?? []).filter((id) => !ids.has(id))).toEqual([]);
});

test.each(tickets)("The context files of $id exist", ({ context_requirements }) => {
  expect(context_requirements.filter((path) => !existsSync(join(sample, path)))).toEqual([]);
});

test.each(tickets)(
  "Each edit of $id matches its file exactly once, within what the ticket may write",
  (ticket) => {
    const contents = new Map<string, string>();
    for (const call of callsOf(ticket.id).filter(({ name }) => name === "edit_file")) {
      const { path = "", oldText = "", newText = "" } = call.arguments;
      const content = contents.get(path) ?? read(path);
      expect(ticket.writes).toContain(path);
      expect(content.split(oldText)).toHaveLength(2);
      contents.set(
        path,
        content.replace(oldText, () => newText),
      );
    }
    expect(contents.size).toBe(1);
  },
);

test.each(tickets)("$id ends with a verdict", ({ id }) => {
  expect(callsOf(id).at(-1)?.name).toBe("finish");
});

test("One ticket asks a question and completes after the answer", () => {
  const asks = tickets.filter(({ id }) => "turns" in (script[id] ?? []));
  expect(asks).toHaveLength(1);
  const verdicts = callsOf(asks[0]?.id ?? "").filter(({ name }) => name === "finish");
  expect(verdicts.map((call) => call.arguments["verdict"])).toEqual(["blocked", "completed"]);
});

test("The demo is slow enough to follow and fast enough to wait for", () => {
  const delays = Object.keys(script).flatMap((key) => turnsOf(key).map((turn) => turn.delayMs ?? 0));
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(600);
  expect(Math.max(...delays)).toBeLessThanOrEqual(1500);
});
