import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { env, state } from "../../fakes/vscode";
import { LandingBed, ref, texts } from "./landingBed";

let bed: LandingBed;

beforeEach(() => {
  bed = new LandingBed();
  state.files.add("/work/.conductor/worktrees/a-t-1");
});

test("A ticket's working tree opens in a new window, and shows in the Explorer", async () => {
  await bed.run(commands.treeOpen, ref);
  await bed.run(commands.treeReveal, ref);
  expect(state.executed).toMatchObject([
    ["vscode.openFolder", { path: "/work/.conductor/worktrees/a-t-1" }, { forceNewWindow: true }],
    ["revealInExplorer", { path: "/work/.conductor/worktrees/a-t-1" }],
  ]);
});

test("The branch of a ticket can be copied", async () => {
  const copied = vi.spyOn(env.clipboard, "writeText");
  await bed.run(commands.treeCopyBranch, ref);
  expect(copied).toHaveBeenCalledWith("conductor/a/t/t-1");
});

test("A tree whose folder is gone is not opened, and the person is told where its work is", async () => {
  state.files.clear();
  await bed.run(commands.treeOpen, ref);
  expect(state.executed).toEqual([]);
  expect(texts()).toEqual([expect.stringContaining("is on conductor/a/t/t-1")]);
});

test("A ticket that works in the folder has no tree, and is told where others are", async () => {
  const { tree, ...rest } = bed.ticket;
  expect(tree).toBeDefined();
  bed.ticket = rest;
  await bed.run(commands.treeOpen, ref);
  await bed.run(commands.treeOpen);
  expect(texts()).toEqual([
    "T-1 has no working tree now. Working Trees… lists those that ended tickets have left.",
    "No ticket has a working tree now. Working Trees… lists those that ended tickets have left.",
  ]);
});
