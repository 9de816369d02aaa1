import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { LandingMergeIntoRequest } from "../../../../../extension/src/protocol.generated";
import { trackId } from "../../fakes/tracks";
import { env, state, Uri, window, workspace } from "../../fakes/vscode";
import { LandingBed, texts } from "./landingBed";

const name = "conductor/a/integration";
let bed: LandingBed;

beforeEach(() => {
  vi.restoreAllMocks();
  bed = new LandingBed();
  workspace.textDocuments = [];
  bed.integration = { name, tip: "c", onto: "main", hasUnmerged: true };
  bed.engine.answer(LandingMergeIntoRequest, () => ({ trackId, commit: "d", conflicts: [] }));
});

const sent = (): unknown[] => bed.engine.requests.map(({ params }) => params);

test("The merge is asked about by name, done only then, and its end is said", async () => {
  state.answers.message = "Merge into main";
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toEqual([{ trackId, onto: "main" }]);
  expect(texts()).toEqual(["Merge the work of “a” into main?", "main has the work of “a” now."]);
});

test("Without a yes nothing is merged", async () => {
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toEqual([]);
});

test("What both sides have changed is named whole, that nothing was merged, and the command that does it by hand", async () => {
  const copied = vi.spyOn(env.clipboard, "writeText");
  vi.spyOn(window, "showWarningMessage")
    .mockResolvedValueOnce("Merge into main")
    .mockImplementationOnce((text, ...actions) => {
      state.messages.push({ kind: "warning", text, actions });
      return Promise.resolve("Copy Command");
    });
  bed.engine.answer(LandingMergeIntoRequest, () => ({ trackId, conflicts: ["a.cs", "b.cs"] }));
  await bed.run(commands.trackMergeInto, trackId);
  expect(texts()).toEqual([`${name} was not merged, and nothing has changed.`]);
  expect(state.messages[0]?.actions[0]).toEqual({
    modal: true,
    detail: `main has changed the same in:\na.cs\nb.cs\n\nMerge it yourself (git merge ${name}) and resolve what is in conflict.`,
  });
  expect(copied).toHaveBeenCalledWith(`git merge ${name}`);
});

test("Where no branch was checked out, the person names the one that is now", async () => {
  bed.integration = { name, tip: "c", hasUnmerged: true };
  state.answers.input = " feature ";
  state.answers.message = "Merge into feature";
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toEqual([{ trackId, onto: "feature" }]);
});

/** The editor's own git extension, in a folder with a branch checked out. */
function checkOut(branch: string): void {
  const repository = { state: { HEAD: { name: branch } } };
  state.extensions.set("vscode.git", {
    getAPI: () => ({ getRepository: (uri: Uri) => (uri.path.startsWith("/work") ? repository : null) }),
  });
}

test("On another branch than the run began on, that one is offered, and it is said", async () => {
  checkOut("feature");
  state.answers.message = "Merge into feature";
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toEqual([{ trackId, onto: "feature" }]);
  expect(state.messages[0]?.actions[0]).toMatchObject({
    detail: expect.stringContaining("The run began on main, and you have feature checked out now.") as string,
  });
});

test("On the branch that the run began on there is nothing more to say, nor where the editor's git is switched off", async () => {
  checkOut("main");
  await bed.run(commands.trackMergeInto, trackId);
  state.extensions.set("vscode.git", {
    getAPI: () => {
      throw new Error("Git model not found");
    },
  });
  await bed.run(commands.trackMergeInto, trackId);
  const details = state.messages.map(({ actions }) => (actions[0] as { detail: string }).detail);
  expect(details).toEqual([details[0], details[0]]);
  expect(details[0]).not.toContain("checked out");
});

test("The integration branch is not merged into itself", async () => {
  checkOut(name);
  await bed.run(commands.trackMergeInto, trackId);
  expect(texts()).toEqual([expect.stringContaining(`You have ${name} itself checked out.`)]);
  expect(state.messages[0]?.actions).toEqual(["Check Out…"]);
});

test("Unsaved editors of the folder come first; those of a ticket's tree do not count", async () => {
  state.answers.message = "Merge into main";
  const dirty = (path: string): object => ({ isDirty: true, uri: Uri.file(path) });
  workspace.textDocuments = [dirty("/work/.conductor/worktrees/a-t-1/x.cs")];
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toHaveLength(1);
  workspace.textDocuments = [dirty("/work/x.cs")];
  await bed.run(commands.trackMergeInto, trackId);
  expect(sent()).toHaveLength(1);
  expect(texts().at(-1)).toContain("unsaved changes in x.cs");
  expect(state.messages.at(-1)?.actions).toEqual(["Save All"]);
});

test("A track that is merged already says so, and without one that is not there is nothing to choose", async () => {
  bed.integration = { name, tip: "c", onto: "main", hasUnmerged: false };
  await bed.run(commands.trackMergeInto, trackId);
  await bed.run(commands.trackMergeInto);
  expect(texts()).toEqual([
    "All that has landed of “a” is merged already.",
    "No track has landed work that is not merged into your branch yet.",
  ]);
});
