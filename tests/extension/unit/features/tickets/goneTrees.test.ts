import { beforeEach, expect, test } from "vitest";
import { GoneTrees } from "../../../../../extension/src/features/tickets/goneTrees";
import { ticketContextValue } from "../../../../../extension/src/features/tickets/ticketItems";
import { ticket } from "../../fakes/tracks";
import { reset, state, Uri } from "../../fakes/vscode";

const tree = { folder: ".conductor/worktrees/a-t-1", branch: "conductor/a/t/t-1", base: "ba5e" };
const folder = `/work/${tree.folder}`;
let trees: GoneTrees;

beforeEach(() => {
  reset();
  trees = new GoneTrees({ toUri: (path) => Uri.file(`/work/${path}`) as never });
});

test("The row of a ticket whose tree was discarded has no menu of a tree, and has it again with the tree", async () => {
  const failed = ticket("T-1", { state: "failed", tree });
  state.files.add(folder);
  expect(await trees.look(failed)).toBe(false);
  expect(ticketContextValue(trees.without(failed))).toContain("in-tree");

  state.files.delete(folder);
  expect(await trees.look(failed)).toBe(true);
  expect(await trees.look(failed)).toBe(false);
  expect(ticketContextValue(trees.without(failed))).not.toContain("in-tree");

  state.files.add(folder);
  expect(await trees.look(failed)).toBe(true);
  expect(ticketContextValue(trees.without(failed))).toContain("in-tree");
});

test("A ticket that is at work keeps its tree's menu, also when the folder cannot be found", async () => {
  const running = ticket("T-1", { state: "running", tree });
  expect(await trees.look(running)).toBe(false);
  expect(trees.without(running)).toBe(running);
});
