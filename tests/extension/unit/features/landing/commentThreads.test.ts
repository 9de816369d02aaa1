import { beforeEach, expect, test, vi } from "vitest";
import { commands } from "../../../../../extension/src/commands";
import { workOfUri, workUri } from "../../../../../extension/src/features/landing/workDocuments";
import type { FakeCommentController, FakeThread } from "../../fakes/vscode";
import { CommentMode, Range, state, Uri, workspace } from "../../fakes/vscode";
import { LandingWorkRequest } from "../../../../../extension/src/protocol.generated";
import { LandingBed, ref, texts } from "./landingBed";

let bed: LandingBed;
let controller: FakeCommentController;

const right = (commit = "c"): Uri =>
  workUri({ ...ref, file: "src/a.cs", side: "after", commit }) as unknown as Uri;

beforeEach(() => {
  bed = new LandingBed();
  controller = state.commentControllers[0] ?? expect.unreachable();
});

/** The person writes a comment at a line, from 0. */
async function comment(text: string, line = 3): Promise<FakeThread> {
  const thread = controller.createCommentThread(right(), new Range(line, 0, line, 0));
  await bed.run(commands.reviewAddComment, { thread, text });
  return thread;
}

test("Lines of the right-hand side take comments while the work can be sent back", () => {
  const ranges = (uri: Uri): unknown[] => [
    ...(controller.commentingRangeProvider?.provideCommentingRanges({ uri, lineCount: 5 }) ?? []),
  ];
  expect(ranges(right())).toEqual([new Range(0, 0, 4, 0)]);
  expect(ranges(workUri({ ...ref, file: "a", side: "before", commit: "c" }) as unknown as Uri)).toEqual([]);
  bed.become({ state: "completed" });
  expect(ranges(right())).toEqual([]);
});

test("A comment is kept with its place, from line 1, and stays in sight", async () => {
  const thread = await comment(" Guard it. ");
  expect(bed.comments.of(ref)).toMatchObject([{ path: "src/a.cs", line: 4, text: "Guard it." }]);
  expect(thread.comments).toMatchObject([{ body: "Guard it." }]);
});

test("An empty comment is none", async () => {
  await comment("  ");
  expect(bed.comments.of(ref)).toEqual([]);
});

test("A deleted comment goes, and its thread with the last one", async () => {
  const thread = await comment("One.");
  await bed.run(commands.reviewAddComment, { thread, text: "Two." });
  await bed.run(commands.reviewDeleteComment, thread.comments[0]);
  expect([thread.comments.length, thread.isDisposed]).toEqual([1, false]);
  await bed.run(commands.reviewDeleteComment, thread.comments[0]);
  expect([bed.comments.of(ref), thread.isDisposed]).toEqual([[], true]);
});

/** A comment as the editor hands it to commands, with what stands in its field. */
const only = (thread: FakeThread): { body: string; mode: number; contextValue: string } =>
  thread.comments[0] as never;

test("A comment is edited in its place, and what is saved is kept", async () => {
  const thread = await comment("Guard it.");
  await bed.run(commands.reviewEditComment, only(thread));
  expect(only(thread)).toMatchObject({ mode: CommentMode.Editing, contextValue: "edited" });
  only(thread).body = " Guard it well. ";
  await bed.run(commands.reviewSaveComment, only(thread));
  expect(only(thread)).toMatchObject({
    body: "Guard it well.",
    mode: CommentMode.Preview,
    contextValue: "kept",
  });
  expect(bed.comments.linesOf(ref)).toEqual(["src/a.cs:4: Guard it well."]);
});

test.each([
  ["is cancelled", commands.reviewCancelEdit, "Guard nothing."],
  ["leaves no word", commands.reviewSaveComment, "  "],
])("An edit that %s leaves the comment as it was", async (_, command, text) => {
  const thread = await comment("Guard it.");
  await bed.run(commands.reviewEditComment, only(thread));
  only(thread).body = text;
  await bed.run(command, only(thread));
  expect(only(thread)).toMatchObject({ body: "Guard it.", mode: CommentMode.Preview });
  expect(bed.comments.linesOf(ref)).toEqual(["src/a.cs:4: Guard it."]);
});

/** What the editor keeps of a field in which a comment is edited, at first with no text. */
function field(authority = ""): { readonly type: (text: string) => void; readonly close: () => void } {
  let text = "";
  const document = {
    uri: Uri.from({ scheme: "comment", authority, path: `/commentinput-1-${String(fields++)}.md` }),
    getText: () => text,
  };
  state.opened.fire(document);
  return {
    type: (typed) => {
      text = typed;
      state.changed.fire({ document });
    },
    close: () => state.closed.fire(document),
  };
}
let fields = 0;

/** A comment whose edit has come to another text. */
async function edited(): Promise<ReturnType<typeof field>> {
  const thread = await comment("Guard it.");
  await bed.run(commands.reviewEditComment, only(thread));
  const shown = field();
  shown.type("Guard it.");
  shown.type("Guard it well.");
  return shown;
}

test("An edit counts as not saved as soon as it says something else, or nobody knows what it says", async () => {
  const thread = await comment("Guard it.");
  expect(bed.comments.unsaved(ref)).toBe(0);
  await bed.run(commands.reviewEditComment, only(thread));
  expect(bed.comments.unsaved(ref)).toBe(1);
  const other = field("conductor-review");
  other.type("Guard it.");
  other.type("Something new.");
  expect(bed.comments.unsaved(ref)).toBe(1);
  const own = field();
  own.type("Guard it.");
  expect(bed.comments.unsaved(ref)).toBe(0);
  own.type("Guard it well.");
  expect(bed.comments.unsaved(ref)).toBe(1);
  await bed.run(commands.reviewCancelEdit, only(thread));
  own.type("What comes after is nobody's.");
  expect(bed.comments.unsaved(ref)).toBe(0);
});

test("An edit goes on where it was when its review is closed and opened anew", async () => {
  const shown = await edited();
  shown.close();
  state.closed.fire({ uri: right() });
  expect(bed.comments.unsaved(ref)).toBe(1);
  state.opened.fire({ uri: right() });
  const [thread] = controller.shown;
  expect(only(thread ?? expect.unreachable())).toMatchObject({
    body: "Guard it well.",
    mode: CommentMode.Editing,
    contextValue: "edited",
  });
  field().type("Guard it well.");
  await bed.run(commands.reviewSaveComment, only(thread ?? expect.unreachable()));
  expect(bed.comments.unsaved(ref)).toBe(0);
  expect(bed.comments.linesOf(ref)).toEqual(["src/a.cs:4: Guard it well."]);
});

test("An edit of which nobody knows what it says ends with its review", async () => {
  await bed.run(commands.reviewEditComment, only(await comment("Guard it.")));
  state.closed.fire({ uri: right() });
  expect(bed.comments.unsaved(ref)).toBe(0);
});

test("An edit whose field never came is not taken for that of another comment with the same text", async () => {
  const first = await comment("Guard it.");
  await comment("Guard it.", 8);
  await bed.run(commands.reviewEditComment, only(first));
  state.closed.fire({ uri: right() });
  state.opened.fire({ uri: right() });
  const again = (): FakeThread[] => controller.shown.slice(-2);
  await bed.run(commands.reviewEditComment, only(again()[1] ?? expect.unreachable()));
  const shown = field();
  shown.type("Guard it.");
  shown.type("Guard the other.");
  state.closed.fire({ uri: right() });
  state.opened.fire({ uri: right() });
  expect(again().map((thread) => only(thread).body)).toEqual(["Guard it.", "Guard the other."]);
});

test("A comment that was sent while it was edited does not come back", async () => {
  const thread = await comment("Guard it.");
  const sent = only(thread);
  await bed.run(commands.reviewEditComment, sent);
  bed.comments.clear(ref);
  sent.body = "Guard it well.";
  await bed.run(commands.reviewSaveComment, sent);
  expect([bed.comments.of(ref), controller.shown]).toEqual([[], []]);
});

test("What was said is there again when the review is opened anew, also of a newer commit", async () => {
  await comment("Guard it.");
  state.closed.fire({ uri: right() });
  expect(controller.shown).toEqual([]);
  state.opened.fire({ uri: right("d") });
  state.opened.fire({ uri: right("d") });
  expect(controller.shown).toMatchObject([
    {
      range: { start: { line: 3 } },
      comments: [{ body: "Guard it.", label: "not sent yet, of an earlier version" }],
    },
  ]);
});

test("A comment has one thread where two versions of its file are open, and goes back to the other with the last", async () => {
  await comment("Guard it.");
  workspace.textDocuments = [{ uri: right() }, { uri: right("d") }];
  state.opened.fire({ uri: right("d") });
  const commits = (): unknown[] => controller.shown.map(({ uri }) => workOfUri(uri as never)?.commit);
  expect(commits()).toEqual(["d"]);
  state.closed.fire({ uri: right("d") });
  workspace.textDocuments = [];
  expect(commits()).toEqual(["c"]);
});

test("Threads go when their comments are sent", async () => {
  await comment("Guard it.");
  bed.comments.clear(ref);
  expect(controller.shown).toEqual([]);
});

test.each(["completed", "skipped"] as const)(
  "Comments on work of a %s ticket are forgotten",
  async (over) => {
    await comment("Guard it.");
    bed.become({ state: over });
    expect(bed.comments.of(ref)).toEqual([]);
  },
);

test.each(["blocked", "failed", "cancelled"] as const)(
  "Comments on work of a %s ticket are kept for its next attempt",
  async (over) => {
    await comment("Guard it.");
    bed.become({ state: over });
    expect(bed.comments.of(ref)).toHaveLength(1);
  },
);

test("Work that comes back to its gate is looked at once, so that comments on an earlier version are known as such", async () => {
  await comment("Guard it.");
  bed.engine.answer(LandingWorkRequest, () => ({ base: "b", commit: "d", files: [] }));
  bed.become({ state: "running" });
  bed.become({ state: "awaitingLanding" });
  bed.become({ state: "awaitingLanding" });
  await vi.waitFor(() =>
    expect(bed.comments.linesOf(ref)).toEqual(["src/a.cs:4 (of an earlier version): Guard it."]),
  );
  expect(bed.engine.count(LandingWorkRequest)).toBe(1);
});

test("Where that look fails nobody is disturbed, and nothing is said of versions", async () => {
  await comment("Guard it.");
  bed.engine.answer(LandingWorkRequest, () => Promise.reject(new Error("git is not there.")));
  bed.become({ state: "conflict" });
  await vi.waitFor(() => expect(bed.logged).toHaveLength(1));
  expect(texts()).toEqual([]);
  expect(bed.comments.linesOf(ref)).toEqual(["src/a.cs:4: Guard it."]);
});

test("A comment on work that is over is not taken, and the person is told what to do", async () => {
  bed.become({ state: "cancelled" });
  const thread = await comment("Guard it.");
  expect(thread.isDisposed).toBe(true);
  expect(bed.comments.of(ref)).toEqual([]);
  expect(texts()).toEqual([expect.stringContaining("Retry the ticket")]);
});
