import { beforeEach, expect, test } from "vitest";
import { guard, registerCommand } from "../../../../extension/src/shared/commandBoundary";
import { UserError } from "../../../../extension/src/shared/errors";
import { commands } from "../../../../extension/src/commands";
import { ErrorCodes } from "../../../../extension/src/protocol.generated";
import { CancellationError, reset, state } from "../fakes/vscode";

let logged: string[];

beforeEach(() => {
  reset();
  logged = [];
});

async function run(error: unknown): Promise<void> {
  const log = { error: (text: string | Error) => void logged.push(String(text)) };
  registerCommand({ extension: { subscriptions: [] }, log }, commands.refresh, () => {
    throw error;
  });
  await state.commands.get(commands.refresh)?.();
}

test("A person's cancel is silent", async () => {
  await run(new CancellationError());
  await run(Object.assign(new Error("cancelled"), { code: -32800 }));
  expect(state.messages).toEqual([]);
  expect(logged).toEqual([]);
});

test("A refusal is a warning with its way out, and no matter for the log", async () => {
  await run(new UserError("Open a folder first.", [{ label: "Open Folder", command: "open" }]));
  expect(state.messages).toEqual([
    { kind: "warning", text: "Open a folder first.", actions: ["Open Folder"] },
  ]);
  expect(logged).toEqual([]);
});

test("The action of a message runs its command", async () => {
  state.answers.message = "Open Folder";
  await run(
    new UserError("Open a folder first.", [{ label: "Open Folder", command: "open", arguments: [1] }]),
  );
  await expect.poll(() => state.executed).toEqual([["open", 1]]);
});

test("A refusal by the server shows the server's words", async () => {
  await run(Object.assign(new Error("T-1 is running already."), { code: ErrorCodes.wrongState }));
  expect(state.messages).toMatchObject([{ kind: "warning", text: "T-1 is running already." }]);
});

test("A refusal of a model that there is not leads to choosing another", async () => {
  state.answers.message = "Choose Model…";
  await run(Object.assign(new Error("There is no such model."), { code: ErrorCodes.unknownModel }));
  await Promise.resolve();
  expect(state.messages).toMatchObject([{ kind: "warning", actions: ["Choose Model…"] }]);
  expect(state.executed.at(-1)).toEqual([commands.modelsChoose]);
});

test("A refusal for want of trust leads to the editor's trust settings", async () => {
  await run(Object.assign(new Error("The folder is not trusted."), { code: ErrorCodes.notTrusted }));
  expect(state.messages[0]?.actions).toEqual(["Manage Workspace Trust"]);
});

test.each([
  [{ provider: "gemini", hasDemo: true }, [commands.modelsSetKey, "gemini"], ["Use the Demo Model"]],
  [{ provider: "gemini" }, [commands.modelsSetKey, "gemini"], []],
  [undefined, [commands.modelsSetKey], []],
])(
  "A refusal for want of a key leads to setting it, and to the demo where there is one (%j)",
  async (data, executed, others) => {
    state.answers.message = "Set API Key…";
    await run(Object.assign(new Error("No key is set."), { code: ErrorCodes.noKey, data }));
    await Promise.resolve();
    expect(state.messages).toEqual([
      { kind: "warning", text: "No key is set.", actions: ["Set API Key…", ...others] },
    ]);
    expect(state.executed.at(-1)).toEqual(executed);
  },
);

test("What nobody foresaw is an error, and its stack is in the log", async () => {
  await run(new TypeError("x is undefined"));
  expect(state.messages).toMatchObject([{ kind: "error", actions: ["Show Log"] }]);
  expect(logged[0]).toContain("conductor.refresh: TypeError: x is undefined");
});

test("Work that nobody has asked for just now tells only the log when it fails, and nobody of a cancel", async () => {
  const log = { error: (text: string | Error) => void logged.push(String(text)) };
  const fail = (error: Error) => guard({ log }, "list", () => Promise.reject(error), { isQuiet: true });
  await fail(new UserError("The engine is down."));
  await fail(new CancellationError());
  await fail(new TypeError("x is undefined"));
  expect(state.messages).toEqual([]);
  expect(logged).toEqual([
    "list: The engine is down.",
    expect.stringMatching(/^list: TypeError: x is undefined\n {4}at /),
  ]);
});

test("A command of a row that the editor has forgotten does nothing and says so", async () => {
  const calls: (readonly unknown[])[] = [];
  const log = { error: () => undefined };
  registerCommand({ extension: { subscriptions: [] }, log }, commands.ticketRetry, (...args) =>
    calls.push(args),
  );
  await state.commands.get(commands.ticketRetry)?.(undefined, undefined);
  expect(calls).toEqual([]);
  expect(state.messages.map(({ text }) => text)).toEqual([
    "The row has changed while its menu was open, so nothing was done. Choose again.",
  ]);
  await state.commands.get(commands.ticketRetry)?.();
  expect(calls).toEqual([[]]);
});

test("A command in the title of a view runs, whatever row was clicked before", async () => {
  const calls: (readonly unknown[])[] = [];
  const log = { error: () => undefined };
  registerCommand({ extension: { subscriptions: [] }, log }, commands.approvalsExportLedger, (...args) =>
    calls.push(args),
  );
  await state.commands.get(commands.approvalsExportLedger)?.(undefined, undefined);
  expect(calls).toHaveLength(1);
});
