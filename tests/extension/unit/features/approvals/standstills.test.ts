import { beforeEach, expect, test } from "vitest";
import { Standstills } from "../../../../../extension/src/features/approvals/standstills";
import type { RunStatusName, TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { FakeMemento } from "../../fakes/fakeMemento";
import { snapshot } from "../../fakes/tracks";

let shown: Map<string, TrackSnapshot>;
let standstills: Standstills;
let memento: FakeMemento;

const set = (name: string, status: RunStatusName, changes: Partial<TrackSnapshot> = {}): void => {
  const trackId = `${name}.track.json`;
  shown.set(trackId, snapshot({ trackId, path: trackId, description: name, status, ...changes }));
};

/** Its run is over, and its work has landed up to a commit. */
const land = (name: string, tip = "c"): void =>
  set(name, "done", { integration: { name: "conductor/integration", tip, onto: "main", hasUnmerged: true } });

beforeEach(() => {
  shown = new Map();
  for (const name of ["a", "b", "c"]) {
    set(name, "running");
  }
  memento = new FakeMemento();
  standstills = open();
  expect(standstills.current).toBeUndefined();
});

/** The window is opened, or loaded again. */
function open(): Standstills {
  return new Standstills(
    {
      get tracks() {
        return [...shown.values()].map(({ trackId, status }) => ({
          trackId,
          description: "",
          status,
          problems: [],
        }));
      },
      snapshot: (trackId) => shown.get(trackId),
    },
    memento,
  );
}

const title = (): string | undefined => standstills.current?.view.title;
const ways = (): readonly unknown[] => standstills.current?.view.ways ?? [];

test("The run that has just paused is shown, whatever was paused before it", () => {
  set("b", "paused");
  expect(title()).toBe("b is paused");
  set("c", "paused");
  expect(title()).toBe("c is paused");
  set("a", "paused");
  expect(title()).toBe("a is paused");
});

test("The others can be gone through, and a new one is shown at once", () => {
  set("a", "paused");
  expect(ways()).toEqual([{ help: "resume", label: "Resume Run" }]);
  set("b", "paused");
  expect(ways()).toEqual([
    { help: "resume", label: "Resume Run" },
    { help: "next", label: "Show Next (1 of 2)" },
  ]);
  standstills.next();
  expect(title()).toBe("a is paused");
  expect(ways()).toContainEqual({ help: "next", label: "Show Next (2 of 2)" });
  set("c", "paused");
  expect(title()).toBe("c is paused");
});

test("After the last one comes the first", () => {
  set("a", "paused");
  expect(title()).toBe("a is paused");
  set("b", "paused");
  standstills.next();
  standstills.next();
  expect(title()).toBe("b is paused");
});

test("What was there when its track was first seen keeps the order of the tracks", () => {
  set("d", "paused");
  set("e", "paused");
  expect(title()).toBe("d is paused");
});

test("Work that is not merged comes after all that has stopped, though it came later", () => {
  set("a", "paused");
  expect(title()).toBe("a is paused");
  land("b");
  expect(title()).toBe("a is paused");
  standstills.next();
  expect(title()).toBe("The work of b is not merged yet");
});

test("Work that is left is not offered again until more has landed, also in the next window", () => {
  land("b");
  expect(ways()).toContainEqual({ help: "leave", label: "Leave It" });
  standstills.leave();
  expect(title()).toBeUndefined();
  standstills = open();
  expect(title()).toBeUndefined();
  land("b", "d");
  expect(title()).toBe("The work of b is not merged yet");
});

test("What has stopped cannot be left", () => {
  set("a", "paused");
  standstills.leave();
  expect(title()).toBe("a is paused");
});
