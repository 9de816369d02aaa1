import { describe, expect, test } from "vitest";
import {
  editedText,
  isModified,
  isSameJson,
  resolveDraft,
} from "../../../../../extension/src/features/approvals/draft";
import { commandApproval, spawnApproval, toolApproval } from "./approvals";

describe("A draft of a spawn request", () => {
  test("without changes is no edit", () => {
    expect(resolveDraft(spawnApproval("a"), undefined)).toEqual({
      kind: "ready",
      edits: {},
      isEdited: false,
    });
  });

  test("that was typed back to the original is no edit", () => {
    expect(isModified(spawnApproval("a"), { prompt: "Do the work.\nThen finish." })).toBe(false);
  });

  test("sends only what differs", () => {
    expect(resolveDraft(spawnApproval("a"), { prompt: "Other", context: "House rules." })).toEqual({
      kind: "ready",
      edits: { prompt: "Other" },
      isEdited: true,
    });
  });

  test("may empty the prompt", () => {
    expect(resolveDraft(spawnApproval("a"), { prompt: "" })).toMatchObject({ edits: { prompt: "" } });
  });

  test("with only a reason is no edit", () => {
    expect(isModified(spawnApproval("a"), { reason: "No." })).toBe(false);
  });
});

describe("Line ends", () => {
  test("that the text area made of the original are no edit", () => {
    expect(editedText("a\r\nb\rc", "a\nb\nc")).toBeUndefined();
  });

  test("of an original with carriage returns come back in the edited text", () => {
    expect(editedText("a\r\nb\r\n", "a\nB\n")).toBe("a\r\nB\r\n");
  });

  test("of an original with mixed ones are line feeds in the edited text", () => {
    expect(editedText("a\r\nb\n", "a\nB\n")).toBe("a\nB\n");
  });
});

describe("Edited arguments", () => {
  const approval = commandApproval("a");

  test("that mean the same are no edit, however they are written", () => {
    expect(isModified(approval, { arguments: '{ "command" :\n"dotnet test" }' })).toBe(false);
  });

  test("that fit the schema are sent as a value", () => {
    expect(resolveDraft(approval, { arguments: '{"command":"ls","timeoutSeconds":5}' })).toEqual({
      kind: "ready",
      edits: { arguments: { command: "ls", timeoutSeconds: 5 } },
      isEdited: true,
    });
  });

  test("that are no JSON are a problem of the whole", () => {
    expect(resolveDraft(approval, { arguments: "{" })).toMatchObject({
      kind: "invalid",
      problems: [{ property: "", keyword: "json" }],
    });
  });

  test.each([
    ['{"command":""}', "command", "minLength"],
    ["{}", "command", "required"],
    ['{"command":"ls","timeoutSeconds":1.5}', "timeoutSeconds", "type"],
    ['{"command":"ls","timeoutSeconds":601}', "timeoutSeconds", "maximum"],
    ['{"command":"ls","shell":true}', "shell", "additionalProperties"],
    ["[]", "", "type"],
  ])("%s is refused at %s for %s", (text, property, keyword) => {
    expect(resolveDraft(approval, { arguments: text })).toMatchObject({
      kind: "invalid",
      problems: [{ property, keyword }],
    });
  });

  test("of a tool whose schema cannot be used are left to the server", () => {
    const lenient = toolApproval("a", {}, { argumentsSchema: "nonsense" });
    expect(resolveDraft(lenient, { arguments: '{"x":1}' })).toMatchObject({ kind: "ready", isEdited: true });
  });

  test("as proposed are not checked, so that they can always be approved", () => {
    const wrong = toolApproval("a", { x: 1 }, { argumentsSchema: false });
    expect(resolveDraft(wrong, undefined).kind).toBe("ready");
  });
});

test.each([
  [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
  [{ a: undefined }, { b: undefined }, false],
  [[1, 2], [2, 1], false],
  [{}, [], false],
  [null, {}, false],
  ["1", 1, false],
])("%j and %j are the same JSON: %s", (left, right, same) => {
  expect(isSameJson(left, right)).toBe(same);
});
