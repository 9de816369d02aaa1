import { beforeEach, expect, test } from "vitest";
import {
  commentLine,
  ReviewComments,
  wordsAndComments,
} from "../../../../../extension/src/features/landing/reviewComments";
import { FakeMemento } from "../../fakes/fakeMemento";

const ref = { trackId: "track", ticketId: "T-1" };
const late = { id: "1", path: "b.cs", line: 7, text: "Why twice?", commit: "c" };
const early = { id: "2", path: "a.cs", line: 30, text: "Name it.", commit: "c" };
const first = { id: "3", path: "a.cs", line: 4, text: "Guard it.", commit: "c" };
let memento: FakeMemento;
let comments: ReviewComments;

beforeEach(() => {
  memento = new FakeMemento();
  comments = new ReviewComments(memento);
});

test("Comments stand by file and line, each ticket's for itself", () => {
  [late, early, first].forEach((comment) => comments.add(ref, comment));
  expect(comments.of(ref)).toEqual([first, early, late]);
  expect(comments.of({ ...ref, ticketId: "T-2" })).toEqual([]);
});

test("Comments outlive the window, but for what is not written as one", () => {
  comments.add(ref, late);
  const [key = ""] = memento.keys();
  memento.kept.set(key, { ...(memento.kept.get(key) as object), other: [{ id: 5 }], odd: "text" });
  const after = new ReviewComments(memento);
  expect(after.of(ref)).toEqual([late]);
});

test("Comments that are sent are gone, also for the next window, and whoever shows them is told", () => {
  const told: unknown[] = [];
  comments.onDidChange((about) => told.push(about));
  comments.add(ref, late);
  comments.clear(ref);
  comments.clear(ref);
  expect(new ReviewComments(memento).of(ref)).toEqual([]);
  expect(told).toEqual([ref, ref]);
});

test("What goes back to a worker is the person's words, then each comment with its place", () => {
  const lines = [first, late].map((comment) => commentLine(comment));
  expect(wordsAndComments("  Not yet. ", lines)).toBe("Not yet.\n\na.cs:4: Guard it.\nb.cs:7: Why twice?");
  expect(wordsAndComments(undefined, lines.slice(0, 1))).toBe("a.cs:4: Guard it.");
  expect(wordsAndComments(" ", [])).toBe("");
});

test("A comment on another version than the work stands at is told as such, and nothing is said of what is not known", () => {
  comments.add(ref, first);
  expect(comments.linesOf(ref)).toEqual(["a.cs:4: Guard it."]);
  const told: unknown[] = [];
  comments.onDidChange((about) => told.push(about));
  comments.noteVersion(ref, "d");
  comments.noteVersion(ref, "d");
  comments.add(ref, { ...late, commit: "d" });
  expect(comments.linesOf(ref)).toEqual(["a.cs:4 (of an earlier version): Guard it.", "b.cs:7: Why twice?"]);
  expect(told).toHaveLength(2);
});

test("Only the comments that are named go", () => {
  [first, late].forEach((comment) => comments.add(ref, comment));
  comments.remove(ref, [first.id, "unknown"]);
  expect(comments.of(ref)).toEqual([late]);
});
