import { beforeEach, expect, test } from "vitest";
import { Standstills } from "../../../../../extension/src/features/approvals/standstills";
import type { RunStatusName, TrackSnapshot } from "../../../../../extension/src/protocol.generated";
import { snapshot } from "../../fakes/tracks";

let shown: Map<string, TrackSnapshot>;
let standstills: Standstills;

const set = (name: string, status: RunStatusName): void => {
  const trackId = `${name}.track.json`;
  shown.set(trackId, snapshot({ trackId, path: trackId, description: name, status }));
};

beforeEach(() => {
  shown = new Map();
  for (const name of ["a", "b", "c"]) {
    set(name, "running");
  }
  standstills = new Standstills({
    get tracks() {
      return [...shown.values()].map(({ trackId, status }) => ({
        trackId,
        description: "",
        status,
        problems: [],
      }));
    },
    snapshot: (trackId) => shown.get(trackId),
  });
  expect(standstills.current).toBeUndefined();
});

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
