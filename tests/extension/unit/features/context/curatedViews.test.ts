import { beforeEach, expect, test, vi } from "vitest";
import type { ConductorContext } from "../../../../../extension/src/context";
import { CuratedViews, viewUri } from "../../../../../extension/src/features/context/curatedViews";
import { type TicketInfo, ViewGetRequest } from "../../../../../extension/src/protocol.generated";
import { FakeEngine } from "../../fakes/fakeEngine";
import { ticket, trackId } from "../../fakes/tracks";
import { EventEmitter, reset, state, Uri, window, workspace } from "../../fakes/vscode";

const tree = { folder: ".conductor/worktrees/a/T-1", branch: "conductor/a/T-1", base: "1" };
const file = { path: "src/A.cs", ticket: { trackId, ticketId: "T-1" } };
const token = state.cancellation.token as never;

let engine: FakeEngine;
let shown: TicketInfo;
let views: CuratedViews;
let changed: EventEmitter<void>;

beforeEach(() => {
  reset();
  vi.restoreAllMocks();
  engine = new FakeEngine();
  shown = ticket("T-1", { tree });
  changed = new EventEmitter();
  workspace.textDocuments = [];
  views = new CuratedViews({
    engine,
    store: { ticket: () => shown, onDidChange: changed.event },
    workspace: { toUri: (path: string) => Uri.file(`/shop/${path}`) },
  } as unknown as ConductorContext);
});

test("A view that cannot be made says why in the engine's words, without the address of its document", async () => {
  engine.answer(ViewGetRequest, () => {
    throw new Error("There is no src/A.cs.");
  });
  vi.spyOn(window, "showTextDocument").mockImplementation(async (target) => {
    const uri = target as Uri;
    try {
      await views.provideTextDocumentContent(uri as never, token);
    } catch (error) {
      throw new Error(`cannot open ${uri.toString()}. Detail: ${String(error)}`, { cause: error });
    }
    return {};
  });
  await expect(views.show(file, "curated")).rejects.toThrow(/^There is no src\/A\.cs\.$/);
});

test("An open view that cannot be made anew says so, and is not left as it was", async () => {
  const uri = viewUri(file, "curated");
  engine.answer(ViewGetRequest, () => ({
    path: file.path,
    level: "curated",
    text: "class A;",
    tokens: 1,
    fullTokens: 1,
    elidedBodies: 0,
  }));
  expect(await views.provideTextDocumentContent(uri, token)).toContain("class A;");
  engine.answer(ViewGetRequest, () => {
    throw new Error("There is no\nsrc/A.cs.");
  });
  expect(await views.provideTextDocumentContent(uri, token)).toBe(
    "// Curated view of src/A.cs cannot be shown now: There is no src/A.cs.\n",
  );
  state.closed.fire({ uri: uri as never });
  await expect(views.provideTextDocumentContent(uri, token)).rejects.toThrow("There is no");
});

test("An open view that could not be made anew is asked for again when the engine is back, and no other one", async () => {
  const view = {
    path: file.path,
    level: "curated",
    text: "class A;",
    tokens: 1,
    fullTokens: 1,
    elidedBodies: 0,
  };
  engine.answer(ViewGetRequest, () => view as never);
  const [uri, closed, other] = [viewUri(file, "curated"), viewUri(file, "outline"), viewUri(file, "full")];
  for (const one of [uri, closed, other]) {
    await views.provideTextDocumentContent(one, token);
  }
  engine.answer(ViewGetRequest, () => {
    throw new Error("The engine is not running.");
  });
  await views.provideTextDocumentContent(uri, token);
  await views.provideTextDocumentContent(closed, token);
  state.closed.fire({ uri: closed as never });
  const anew: string[] = [];
  views.onDidChange((one) => anew.push(one.toString()));
  engine.answer(ViewGetRequest, () => view as never);
  engine.connect();
  expect(anew).toEqual([uri.toString()]);
  expect(await views.provideTextDocumentContent(uri, token)).toContain("class A;");
  engine.connect();
  expect(anew).toHaveLength(1);
});

test("An open view is made anew once when its ticket's tree is gone, and not at other changes", async () => {
  engine.answer(ViewGetRequest, () => ({
    path: file.path,
    level: "curated",
    text: "class A;",
    tokens: 1,
    fullTokens: 1,
    elidedBodies: 0,
  }));
  const uri = viewUri(file, "curated");
  await views.provideTextDocumentContent(uri, token);
  workspace.textDocuments = [{ uri }];
  const anew: string[] = [];
  views.onDidChange((one) => anew.push(one.toString()));

  changed.fire();
  expect(anew).toEqual([]);

  shown = ticket("T-1", { landed: "2" });
  changed.fire();
  changed.fire();
  expect(anew).toEqual([uri.toString()]);
});
