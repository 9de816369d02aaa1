import { expect, test } from "vitest";
import type { TrackStore } from "../../../../../extension/src/context";
import { viewOf, viewUri } from "../../../../../extension/src/features/context/curatedViews";
import { fileInTree } from "../../../../../extension/src/features/context/fileInTree";
import { viewHeading } from "../../../../../extension/src/features/context/viewHeading";
import type { ViewLevelName } from "../../../../../extension/src/protocol.generated";

const view = { path: "src/Till.cs", level: "curated", text: "", fullTokens: 1268, elidedBodies: 0 } as const;

test("A view's heading counts what is around its code apart, since with it the view can be longer than its file", () => {
  expect(viewHeading({ ...view, tokens: 1487, aroundTokens: 219 })).toBe(
    "// Curated view of src/Till.cs · 1,268 of 1,268 tokens, and 219 of what it uses and who uses it",
  );
});

test("A view with nothing around it has its own tokens alone", () => {
  expect(viewHeading({ ...view, tokens: 200, elidedBodies: 1 })).toMatch(/ tokens · 1 body left out$/);
  expect(viewHeading({ ...view, tokens: 200, elidedBodies: 2 })).toBe(
    "// Curated view of src/Till.cs · 200 of 1,268 tokens · 2 bodies left out",
  );
});

test.each<[string, ViewLevelName, string]>([
  ["src/Till.cs", "curated", "/src/Curated view · Till.cs"],
  ["Till.cs", "signature", "/Signature · Till.cs"],
  ["a · b/c · d.cs", "outline", "/a · b/Outline · c · d.cs"],
])("The tab of a view of %s (%s) says that it is one, and its file is found again", (path, level, tab) => {
  const uri = viewUri({ path }, level);
  expect(uri.path).toBe(tab);
  expect(viewOf(uri)).toEqual({ path, level });
});

test("The tab of a view of a ticket's file names the ticket, and both are found again", () => {
  const file = { path: "src/a · b.cs", ticket: { trackId: "main.track.json", ticketId: "T/1" } };
  const uri = viewUri(file, "outline");
  expect(uri.path).toBe("/src/Outline · T/1 · a · b.cs");
  expect(viewOf(uri)).toEqual({ ...file, level: "outline" });
});

test("The heading of a view of a ticket's file says whether it stands in its working tree", () => {
  const own = { ...view, tokens: 1, treeFolder: ".conductor/worktrees/t-1" };
  expect(viewHeading(own, "T-1")).toContain("src/Till.cs · in the working tree of T-1 · ");
  expect(viewHeading({ ...view, tokens: 1 }, "T-1")).toContain(
    "· in your folder, since T-1 has no working tree now · ",
  );
});

test("A file that is opened from a ticket's working tree is that ticket's", () => {
  const tree = { folder: ".conductor/worktrees/t-1", branch: "conductor/t-1", base: "c0ffee" };
  const store = {
    tracks: [{ trackId: "main" }],
    snapshot: () => ({ tickets: [{ id: "T-0" }, { id: "T-1", tree }] }),
  } as unknown as Pick<TrackStore, "tracks" | "snapshot">;
  expect(fileInTree(store, `${tree.folder}/src/a.cs`)).toEqual({
    path: "src/a.cs",
    ticket: { trackId: "main", ticketId: "T-1" },
  });
  expect(fileInTree(store, "src/a.cs")).toBeUndefined();
  expect(fileInTree(store, `${tree.folder}0/src/a.cs`)).toBeUndefined();
});
