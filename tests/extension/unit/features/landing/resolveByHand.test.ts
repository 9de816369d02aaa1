import { beforeEach, expect, test } from "vitest";
import { commands, schemes } from "../../../../../extension/src/commands";
import { workUri } from "../../../../../extension/src/features/landing/workDocuments";
import {
  type ConflictFileInfo,
  LandingBringInRequest,
} from "../../../../../extension/src/protocol.generated";
import { state, Uri } from "../../fakes/vscode";
import { LandingBed, ref, texts } from "./landingBed";

const mergeEditor = "_open.mergeEditor";
const both: ConflictFileInfo = { path: "a.cs", base: "b", ours: "o", theirs: "t" };
const deleted: ConflictFileInfo = { path: "gone.cs", base: "b", ours: "o" };
let bed: LandingBed;

beforeEach(() => {
  bed = new LandingBed();
  bed.ticket = { ...bed.ticket, state: "conflict" };
  state.commands.set(mergeEditor, () => undefined);
});

async function resolve(...files: ConflictFileInfo[]): Promise<void> {
  bed.engine.answer(LandingBringInRequest, () => ({ folder: "/trees/t-1", files }));
  await bed.run(commands.landingResolveByHand, ref);
}

/** What the merge editor was opened with. */
const opened = (): { base: Uri; input1: { uri: Uri }; input2: { uri: Uri }; output: Uri }[] =>
  state.executed.filter(([id]) => id === mergeEditor).map(([, args]) => args as never);

/** Saves, and lets the engine be asked about it; it knows of these files as waiting then. */
async function save(path: string, text: string, ...waiting: ConflictFileInfo[]): Promise<void> {
  bed.engine.answer(LandingBringInRequest, () => ({ folder: "/trees/t-1", files: waiting }));
  state.saved.fire({ uri: Uri.file(path), getText: () => text });
  await new Promise((resolve) => setImmediate(resolve));
}

const resolved = "The conflicts of T-1 are resolved. Land What Is Resolved at its gate takes what is saved.";

test("Each file in conflict opens in the merge editor, with what has landed, the ticket's side and what was before", async () => {
  await resolve(both, { ...both, path: "b.cs" });
  expect(opened().map(({ output }) => output.path)).toEqual(["/trees/t-1/a.cs", "/trees/t-1/b.cs"]);
  const [first] = opened();
  const content = (uri: Uri | undefined): unknown =>
    uri && state.contentProviders.get(schemes.work)?.provideTextDocumentContent(uri);
  expect(await Promise.all([first?.base, first?.input1.uri, first?.input2.uri].map(content))).toEqual([
    "b",
    "t",
    "o",
  ]);
  expect(texts()).toEqual([
    "T-1: resolve a.cs, b.cs, save, then choose Land What Is Resolved at its gate: it takes what is saved.",
  ]);
});

test("A save after the ticket has left its conflict merges nothing and says nothing", async () => {
  await resolve(both);
  state.messages.length = 0;
  bed.ticket = { ...bed.ticket, state: "awaitingLanding" };
  let asked = 0;
  bed.engine.answer(LandingBringInRequest, () => {
    asked += 1;
    return { folder: "/trees/t-1", files: [] };
  });
  state.saved.fire({ uri: Uri.file("/trees/t-1/a.cs"), getText: () => "both" });
  await new Promise((settled) => setImmediate(settled));
  expect(asked).toBe(0);
  expect(texts()).toEqual([]);
});

test("The sides of a merge editor that outlived a reload say how to open it again", () => {
  const uri = workUri({ ...ref, file: "a.cs", side: "ours", commit: "" }) as unknown as Uri;
  return expect(
    Promise.resolve(state.contentProviders.get(schemes.work)?.provideTextDocumentContent(uri)),
  ).resolves.toContain("Resolve by Hand… at its gate opens it again");
});

test("Without a merge editor a file opens in the ticket's tree as git has left it", async () => {
  state.commands.delete(mergeEditor);
  await resolve(both);
  expect(state.shown).toEqual(["file:///trees/t-1/a.cs"]);
});

test("A side that is deleted or no text is told in words, with the way to the tree", async () => {
  await resolve(deleted);
  expect(opened()).toEqual([]);
  expect(state.messages).toMatchObject([{ kind: "warning", actions: ["Show Gate", "Open Working Tree"] }]);
  expect(texts()[0]).toContain("gone.cs cannot be merged as text");
  expect(texts()[0]).toContain("/trees/t-1");
});

test("More than ten files are opened only after a question, and the way to the tree is there without", async () => {
  const many = Array.from({ length: 11 }, (_, index) => ({ ...both, path: `${index}.cs` }));
  await resolve(...many);
  expect(opened()).toEqual([]);
  expect(texts()[0]).toBe("11 files are in conflict. Open each in the merge editor?");
  expect(state.messages[1]).toMatchObject({ actions: ["Show Gate", "Open Working Tree"] });
  state.answers.message = "Open 11 Files";
  await resolve(...many);
  expect(opened()).toHaveLength(11);
});

test("The button of a notice about a conflict that is over says where its ticket stands", async () => {
  bed.become({ state: "completed" });
  await bed.run(commands.landingResolveByHand, ref);
  expect(texts()).toEqual([
    "T-1 is not in conflict any more, so there is nothing to resolve; its state is: Completed.",
  ]);
  expect(bed.engine.count(LandingBringInRequest)).toBe(0);
});

test("Where nothing is in conflict any more, the way on is said", async () => {
  await resolve();
  expect(texts()).toEqual([
    "Nothing of T-1 is in conflict any more. Land What Is Resolved at its gate takes what is saved in its tree.",
  ]);
});

test("The person is told once, when the last file is saved without marks", async () => {
  await resolve(both, { ...both, path: "b.cs" });
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "fine\n");
  await save("/trees/t-1/b.cs", "<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n");
  expect(texts()).toEqual([]);
  await save("/trees/t-1/b.cs", "fine\n");
  await save("/trees/t-1/b.cs", "finer\n");
  expect(texts()).toEqual([resolved]);
});

test("What was before both changes, left between marks, is a mark as well; a heading's underline is none", async () => {
  await resolve(both);
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "o\n||||||| ba5e\nb\n=======\nt\n");
  expect(texts()).toEqual([]);
  await save("/trees/t-1/a.cs", "Title\n=======\n<<<<<<<<<<<<\n");
  expect(texts()).toEqual([resolved]);
});

test("Lines like marks that a side has itself are its text, if the engine says so", async () => {
  const about: ConflictFileInfo = { ...both, ours: "How marks look:\r\n<<<<<<< HEAD\r\n" };
  await resolve(about);
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "How marks look:\n<<<<<<< HEAD\n<<<<<<< ours\n");
  await save("/trees/t-1/a.cs", "How marks look:\n<<<<<<< HEAD\n<<<<<<< HEAD\n", about);
  expect(texts()).toEqual([]);
  await save("/trees/t-1/a.cs", "How marks look:\n<<<<<<< HEAD  \nt\n");
  expect(texts()).toEqual([resolved]);
});

test("A merge editor that saves what was before both sides has resolved nothing, whatever it does to blanks", async () => {
  await resolve({ ...both, base: "b \r\nc" });
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "b\nc\n");
  expect(texts()).toEqual([]);
  await save("/trees/t-1/a.cs", "o\nt\n");
  expect(texts()).toEqual([resolved]);
});

test("A sign that only looks like a blank is a change as any other, as it is for the engine", async () => {
  await resolve({ ...both, base: "b\u00a0\nc\f\n" });
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "b\u00a0 \nc\f\t\n\n");
  expect(texts()).toEqual([]);
  await save("/trees/t-1/a.cs", "b\nc\n");
  expect(texts()).toEqual([resolved]);
});

test("A file that both sides have added is not resolved while it is saved empty", async () => {
  await resolve({ path: "a.cs", ours: "o", theirs: "t" });
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "");
  expect(texts()).toEqual([]);
});

test("What the engine still has as unresolved is followed on, and nothing is said until it is decided", async () => {
  await resolve(both);
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "fine\n", { ...both, reason: "before" });
  expect(texts()).toEqual([]);
  await save("/trees/t-1/a.cs", "finer\n");
  expect(texts()).toEqual([resolved]);
});

test("With the texts resolved, what cannot be merged as text is told again", async () => {
  await resolve(both, deleted);
  state.messages.length = 0;
  await save("/trees/t-1/a.cs", "fine\n", deleted);
  expect(texts()).toHaveLength(1);
  expect(texts()[0]).toContain("gone.cs cannot be merged as text");
});

test("Nothing is said of a ticket that has gone on when its files are saved", async () => {
  await resolve(both);
  state.messages.length = 0;
  bed.engine.answer(LandingBringInRequest, () => {
    throw new Error("T-1 has no work that waits at its landing gate.");
  });
  state.saved.fire({ uri: Uri.file("/trees/t-1/a.cs"), getText: () => "fine\n" });
  await new Promise((resolve) => setImmediate(resolve));
  expect(texts()).toEqual([]);
});

test("The button of the message leads to the gate", async () => {
  state.answers.message = "Show Gate";
  await resolve(both);
  expect(state.executed).toContainEqual([commands.ticketReviewApproval, ref]);
});

test("Nothing is merged in Restricted Mode", async () => {
  bed.isTrusted = false;
  await bed.run(commands.landingResolveByHand, ref);
  expect(bed.engine.count(LandingBringInRequest)).toBe(0);
});
