import { beforeEach, expect, test } from "vitest";
import { affectsServer, readEngineSettings } from "../../../../extension/src/server/engineSettings";
import { reset, state } from "../fakes/vscode";

beforeEach(reset);

test("Without a setting, the engine is told the defaults of the settings page", () => {
  expect(readEngineSettings(undefined)).toMatchObject({
    model: "gemini:gemini-2.5-flash-lite",
    qaModel: "",
    thinking: "default",
    endpoints: {},
    addresses: {},
    priceFile: "",
  });
});

test("Of endpoints and addresses, what is not written as it should be is left out and spoils nothing else", () => {
  state.settings.set("conductor.models.endpoints", {
    good: { address: "http://127.0.0.1:1/v1", api: "responses" },
    odd: { address: "http://127.0.0.1:2/v1", api: "soap" },
    bare: "http://127.0.0.1:3/v1",
    empty: {},
  });
  state.settings.set("conductor.models.addresses", { ollama: "http://127.0.0.1:4", gemini: 5 });
  expect(readEngineSettings(undefined)).toMatchObject({
    endpoints: {
      good: { address: "http://127.0.0.1:1/v1", api: "responses" },
      odd: { address: "http://127.0.0.1:2/v1", api: "chat" },
    },
    addresses: { ollama: "http://127.0.0.1:4" },
  });
});

test.each([null, "text", 7])("Endpoints that are %j are none", (written) => {
  state.settings.set("conductor.models.endpoints", written);
  expect(readEngineSettings(undefined).endpoints).toEqual({});
});

test.each(["default", "qa", "thinking", "endpoints", "addresses", "priceFile"])(
  "A change of conductor.models.%s is told to the engine",
  (name) => {
    const event = { affectsConfiguration: (key: string) => key === `conductor.models.${name}` };
    expect(affectsServer(event)).toBe(true);
  },
);
