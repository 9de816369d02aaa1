import { beforeEach, expect, test, vi } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { addContextFiles } from "../../../../../extension/src/features/context/contextFiles";
import {
  addSymbol,
  chooseContextView,
  setViewLevel,
} from "../../../../../extension/src/features/context/contextViews";
import { contextItem } from "../../../../../extension/src/features/tickets/ticketItems";
import {
  TicketAddContextRequest,
  TicketRemoveContextRequest,
  TicketSetContextViewRequest,
  ViewMemberAtRequest,
} from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { snapshot, ticket, trackId } from "../../fakes/tracks";
import { reset, state, Uri, window, workspace } from "../../fakes/vscode";

const file = { kind: "context", id: "row", trackId, ticketId: "T-1", path: "src/A.cs" } as const;
const edit = { path: "track.json", ticketId: "T-1", edits: [], skipped: [] };

let engine: FakeEngine;
let context: ConductorContext;

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
  engine = new FakeEngine();
  engine.answer(TicketSetContextViewRequest, () => edit);
  engine.answer(TicketRemoveContextRequest, () => edit);
  vi.spyOn(workspace, "openTextDocument").mockResolvedValue({ isDirty: false } as never);
  const shown = ticket("T-1", { contextRequirements: ["src/A.cs"] });
  context = {
    engine,
    workspace: {
      toUri: (path: string) => Uri.file(`/shop/${path}`),
      toPath: ({ path }: Uri) => (path.startsWith("/shop/") ? path.slice(6) : undefined),
    },
    store: {
      tracks: [{ trackId }],
      snapshot: () => snapshot({ tickets: [shown] }),
      ticket: () => shown,
    },
  } as unknown as ConductorContext;
});

const asked = (): unknown => engine.requests.at(-1);

test.each([
  ["outline", "conductor/ticket/setContextView", { path: "src/A.cs", level: "outline" }],
  ["auto", "conductor/ticket/setContextView", { path: "src/A.cs" }],
  ["remove", "conductor/ticket/removeContext", { paths: ["src/A.cs"] }],
] as const)("%s is written into the track file", async (choice, method, params) => {
  await chooseContextView(context, file, choice);
  expect(asked()).toEqual({ method, params: { trackId, ticketId: "T-1", ...params } });
});

test("The level of a row is chosen from all there are, and what holds now is marked", async () => {
  state.answers.quickPick = (items: readonly { label: string }[]) =>
    items.find(({ label }) => label === "Signature");
  await setViewLevel(context, [file]);
  expect(state.asked[0]?.items).toMatchObject([
    { label: "Automatic", description: "set now" },
    { label: "Full text" },
    { label: "Curated view" },
    { label: "Skeleton" },
    { label: "Outline" },
    { label: "Signature" },
  ]);
  expect(asked()).toMatchObject({ params: { level: "signature" } });
});

const tree = { folder: ".conductor/worktrees/a/T-1", branch: "conductor/a/T-1", base: "1" };

function hasTree(files: readonly string[]): void {
  const shown = ticket("T-1", { tree });
  context = {
    ...context,
    store: { tracks: [{ trackId }], snapshot: () => snapshot({ tickets: [shown] }), ticket: () => shown },
  } as unknown as ConductorContext;
  vi.spyOn(workspace.fs, "stat").mockImplementation(({ path }: Uri) =>
    files.includes(path) ? Promise.resolve({ type: 1 } as never) : Promise.reject(new Error("none")),
  );
}

const editorAt = (path: string): void => {
  window.activeTextEditor = {
    document: { uri: Uri.file(path), getText: () => "class A;" },
    selection: { active: { line: 7 } },
  };
};

test("The symbol under the cursor is found in the text as it is, and its body joins the ticket's context", async () => {
  engine.answer(ViewMemberAtRequest, () => ({ member: "A.Sum" }));
  editorAt("/shop/src/A.cs");
  state.answers.quickPick = (items: readonly unknown[]) => items[0];
  await addSymbol(context);
  expect(engine.requests).toEqual([
    { method: "conductor/view/memberAt", params: { path: "src/A.cs", text: "class A;", line: 7 } },
    {
      method: "conductor/ticket/setContextView",
      params: { trackId, ticketId: "T-1", path: "src/A.cs", members: ["A.Sum"], add: true },
    },
  ]);
});

test("A symbol, and a file, of a working tree join the context under the path that every ticket has", async () => {
  hasTree(["/shop/src/A.cs", `/shop/${tree.folder}/src/A.cs`]);
  engine.answer(ViewMemberAtRequest, () => ({ member: "A.Sum" }));
  engine.answer(TicketAddContextRequest, () => edit);
  editorAt(`/shop/${tree.folder}/src/A.cs`);
  state.answers.quickPick = (items: readonly unknown[]) => items[0];
  await addSymbol(context);
  expect(asked()).toMatchObject({ params: { path: "src/A.cs", members: ["A.Sum"] } });
  await addContextFiles(context, [Uri.file(`/shop/${tree.folder}/src/A.cs`)] as never, {
    trackId,
    ticketId: "T-1",
  });
  expect(asked()).toMatchObject({ params: { paths: ["src/A.cs"] } });
});

test("A new file of a ticket's own tree joins that ticket's context", async () => {
  hasTree([`/shop/${tree.folder}/src/New.cs`]);
  engine.answer(TicketAddContextRequest, () => edit);
  const ref = { trackId, ticketId: "T-1" };
  await addContextFiles(context, [Uri.file(`/shop/${tree.folder}/src/New.cs`)] as never, ref);
  expect(asked()).toMatchObject({ params: { ...ref, paths: ["src/New.cs"] } });
  engine.answer(ViewMemberAtRequest, () => ({ member: "A.Sum" }));
  editorAt(`/shop/${tree.folder}/src/New.cs`);
  state.answers.quickPick = (items: readonly unknown[]) => items[0];
  await addSymbol(context);
  expect(asked()).toMatchObject({ params: { ...ref, path: "src/New.cs", members: ["A.Sum"] } });
});

test.each([
  ["A.Sum", true],
  ["Größe.Ändern", true],
  ["A.Tax", false],
])(
  "A symbol of another ticket's tree joins a context only where the folder's file has it (%s: %s)",
  async (member, isThere) => {
    hasTree(["/shop/src/A.cs", `/shop/${tree.folder}/src/A.cs`]);
    vi.spyOn(workspace, "openTextDocument").mockResolvedValue({
      isDirty: false,
      getText: () => "the folder's",
    } as never);
    engine.answer(ViewMemberAtRequest, ({ member: named, text }) =>
      named === undefined
        ? { member }
        : text === "the folder's" && ["A.Sum", "Größe.Ändern"].includes(named)
          ? { member: named }
          : {},
    );
    editorAt(`/shop/${tree.folder}/src/A.cs`);
    state.answers.quickPick = { ref: { trackId, ticketId: "T-2" } };
    const adding = addSymbol(context);
    await (isThere ? adding : expect(adding).rejects.toThrow("only as T-1 has it, which T-2 does not see"));
    expect(engine.count(TicketSetContextViewRequest)).toBe(isThere ? 1 : 0);
    expect(engine.count(ViewMemberAtRequest)).toBe(2);
  },
);

test.each([`${tree.folder}/src/New.cs`, ".conductor/worktrees/a/gone/src/A.cs"])(
  "A file that no other ticket could see joins no context (%s)",
  async (path) => {
    hasTree([`/shop/${path}`]);
    editorAt(`/shop/${path}`);
    engine.answer(ViewMemberAtRequest, () => ({ member: "A.Sum" }));
    const ref = { trackId, ticketId: "T-2" };
    state.answers.quickPick = { ref };
    await expect(addSymbol(context)).rejects.toThrow("Add it when it has landed");
    await expect(addContextFiles(context, [Uri.file(`/shop/${path}`)] as never, ref)).rejects.toThrow(
      "Add it when it has landed",
    );
    expect([engine.count(TicketAddContextRequest), engine.count(TicketSetContextViewRequest)]).toEqual([
      0, 0,
    ]);
  },
);

test.each([
  [{}, /No declaration is under the cursor/],
  [{ note: "There is no Node." }, /There is no Node\. Add to Ticket Context… adds the whole file/],
])("Where no symbol is, that is said (%j)", async (answer, words) => {
  engine.answer(ViewMemberAtRequest, () => answer);
  editorAt("/shop/src/A.cs");
  await expect(addSymbol(context)).rejects.toThrow(words);
});

test("A file outside the folder has no symbol to add", async () => {
  editorAt("/elsewhere/A.cs");
  await expect(addSymbol(context)).rejects.toThrow("No file of this folder is open");
  expect(engine.requests).toEqual([]);
});

test("A row says how its file is shown where the ticket says so", () => {
  const uri = Uri.file("/shop/src/A.cs") as never;
  expect(contextItem(file, uri, undefined).description).toBe("src");
  expect(contextItem(file, uri, { path: "src/A.cs", level: "outline", members: [] }).description).toBe(
    "Outline · src",
  );
  expect(contextItem(file, uri, { path: "src/A.cs", members: ["A.Sum", "A.Tax"] }).description).toBe(
    "A.Sum, A.Tax · src",
  );
});
