// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from "vitest";
import type { ApprovalInfo } from "../../../../../extension/src/protocol.generated";
import { localizedStrings } from "../../../../../extension/src/features/approvals/localizedStrings";
import type { PageState, ShownApproval } from "../../../../../extension/src/features/approvals/panelMessages";
import { quietMilliseconds } from "../../../../../extension/src/features/approvals/pressGuard";
import { Host } from "../../../../../extension/src/features/approvals/webview/host";
import { Page } from "../../../../../extension/src/features/approvals/webview/page";
import { commandApproval, editApproval, spawnApproval, toolApproval } from "./approvals";

const strings = localizedStrings();
let saved: unknown;
let sent: Record<string, unknown>[];
let time: number;
let page: Page;

function open(): void {
  document.body.replaceChildren();
  // The pages of earlier tests still listen; what they say is not ours.
  const outbox = sent;
  const root = document.createElement("div");
  document.body.append(root);
  const host = new Host({
    postMessage: (message) => outbox.push(message as Record<string, unknown>),
    getState: () => saved,
    setState: (state) => (saved = structuredClone(state)),
  });
  page = new Page(root, host, () => time);
}

beforeEach(() => {
  saved = undefined;
  sent = [];
  time = 0;
  open();
});

function show(
  approval: ApprovalInfo,
  changes: Partial<ShownApproval> = {},
  state: Partial<PageState> = {},
): void {
  page.receive({
    type: "state",
    strings,
    engine: "ready",
    openIds: [approval.approvalId],
    shown: { approval, status: "open", ...changes },
    ...state,
  });
  time += quietMilliseconds;
}

const text = (): string => document.body.textContent;
const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) {
    throw new Error(`Nothing matches ${selector}.`);
  }
  return found;
};
const areaOf = (selector: string): HTMLTextAreaElement => find(selector) as HTMLTextAreaElement;
const buttonOf = (label: string): HTMLButtonElement => {
  const found = [...document.querySelectorAll("button")].find(
    (one) => one.textContent === label && one.closest("[hidden]") === null,
  );
  if (!found) {
    throw new Error(`No button says ${label}.`);
  }
  return found;
};
const labels = (): string[] =>
  [...document.querySelectorAll("footer button")]
    .filter((one) => one.closest("[hidden]") === null)
    .map((one) => one.textContent);
function type(selector: string, value: string): void {
  const area = areaOf(selector);
  area.value = value;
  area.dispatchEvent(new Event("input"));
}
const decisions = (): Record<string, unknown>[] => sent.filter((message) => message["type"] === "decide");
const promptArea = 'textarea[aria-labelledby="prompt-title"]';
const commandArea = 'textarea[data-argument="command"]';

const attack = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>";

describe("Text from outside stays text", () => {
  test.each([
    spawnApproval(
      "a",
      { ticketTitle: attack, ticketId: attack, role: attack, why: attack, prompt: attack, context: attack },
      {
        modelLabel: attack,
        tools: [attack],
        acceptance: [attack],
        pieces: [{ kind: attack, name: attack, detail: attack, tokens: 1 }],
        earlierPrompt: attack,
      },
    ),
    toolApproval(
      "a",
      { path: attack, content: attack, [attack]: attack },
      {
        name: "write_file",
        risk: "write",
        path: attack,
        before: "",
        after: attack,
        argumentsSchema: { type: "object", properties: { path: { type: "string", description: attack } } },
      },
    ),
    commandApproval("a", attack),
  ])("in every place of the form (%#)", (approval) => {
    show(approval, { notice: attack });
    expect(document.querySelectorAll("img, script, iframe")).toHaveLength(0);
    expect(document.title).not.toBe("owned");
    expect(text()).toContain("<img src=x");
  });
});

describe("A spawn request", () => {
  test("shows prompt, context, pieces, tools and acceptance commands", () => {
    show(spawnApproval("a"));
    expect(areaOf(promptArea).value).toBe("Do the work.\nThen finish.");
    for (const part of [
      "Tier 3 Worker",
      "Demo (offline)",
      "src/Greeter.cs",
      "1,896",
      "finish",
      "dotnet test",
    ]) {
      expect(text()).toContain(part);
    }
  });

  test("is approved as shown, with the hash of what was shown", () => {
    show(spawnApproval("a"));
    buttonOf("Approve").click();
    expect(decisions()).toEqual([
      { type: "decide", approvalId: "a", decision: "approve", shownHash: "hash of a" },
    ]);
  });

  test("is approved as edited, after it says so", () => {
    show(spawnApproval("a"));
    type(promptArea, "Mine");
    expect(text()).toContain("Modified");
    buttonOf("Approve Edited").click();
    expect(decisions()[0]).toMatchObject({ draft: { prompt: "Mine" } });
  });

  test("goes back to the original by Reset", () => {
    show(spawnApproval("a"));
    type(promptArea, "Mine");
    buttonOf("Reset").click();
    expect(areaOf(promptArea).value).toBe("Do the work.\nThen finish.");
    expect(labels()).toContain("Approve");
  });

  test("offers the prompt of an approval that went stale", () => {
    show(spawnApproval("a", {}, { earlierPrompt: "As I had it" }));
    buttonOf("Use My Edited Prompt").click();
    expect(areaOf(promptArea).value).toBe("As I had it");
    expect(labels()).toContain("Approve Edited");
  });

  test("offers only the choices it has, and no rule", () => {
    show(spawnApproval("a", { choices: ["approve", "reject"] }));
    expect(labels()).toEqual(["Approve", "Reject…"]);
  });
});

describe("A tool request", () => {
  test("shows a command as a command that is not confined", () => {
    show(commandApproval("a"));
    expect(areaOf(commandArea).value).toBe("dotnet test");
    expect(text()).toContain("It is not confined to the workspace.");
  });

  test("cannot be approved while an argument does not fit, and says which", () => {
    show(commandApproval("a"));
    type(commandArea, "");
    const approve = buttonOf("Approve Edited");
    approve.click();
    expect([approve.getAttribute("aria-disabled"), decisions()]).toEqual(["true", []]);
    expect(find(commandArea).getAttribute("aria-invalid")).toBe("true");
    expect(text()).toContain("A value is required.");
  });

  test("explains an argument quietly: its description is help, and no error", () => {
    const description = "Only these lines, as 10-20.";
    const properties = { path: { type: "string" }, lines: { type: "string", description } };
    show(toolApproval("a", { path: "src/a.cs" }, { argumentsSchema: { type: "object", properties } }));
    const field = find('[data-argument="lines"]');
    const described = (field.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id));
    expect(described.map((one) => one?.className)).toEqual(["hint", "error"]);
    expect(described[0]?.textContent).toBe(description);
    expect(field.getAttribute("aria-invalid")).toBe("false");
    const errors = [...document.querySelectorAll<HTMLElement>(".error, .errors")];
    expect(errors.filter((one) => !one.hidden).map((one) => one.textContent)).toEqual([]);
  });

  test("sends an edited command as an argument", () => {
    show(commandApproval("a"));
    type(commandArea, "dotnet test --nologo");
    buttonOf("Approve Edited").click();
    const { draft } = decisions()[0] as { draft: { arguments: string } };
    expect(JSON.parse(draft.arguments)).toEqual({ command: "dotnet test --nologo" });
  });

  test("keeps numbers numbers", () => {
    show(commandApproval("a"));
    type('input[data-argument="timeoutSeconds"]', "30");
    buttonOf("Approve Edited").click();
    const { draft } = decisions()[0] as { draft: { arguments: string } };
    expect(JSON.parse(draft.arguments)).toEqual({ command: "dotnet test", timeoutSeconds: 30 });
  });

  test("can be edited as JSON, and says when that is broken", () => {
    show(commandApproval("a"));
    buttonOf("Edit as JSON").click();
    type('textarea[data-argument=""]', "{");
    expect(text()).toContain("This is not valid JSON");
    expect(areaOf(commandArea).disabled).toBe(true);
  });

  test("shows a file change as a diff with signs", () => {
    show(editApproval("a"));
    const lines = [...document.querySelectorAll(".line.added, .line.removed")].map(
      (line) => line.textContent,
    );
    expect(lines).toEqual(["2−two", "2+2"]);
    buttonOf("Open in Diff Editor").click();
    expect(sent.at(-1)).toEqual({ type: "openDiff", approvalId: "a" });
  });

  test("can be approved for the ticket", () => {
    show(commandApproval("a"));
    buttonOf("Approve for This Ticket").click();
    expect(decisions()[0]).toMatchObject({ decision: "approve", rule: "ticket" });
  });

  test("cannot be approved for the ticket on a protected path", () => {
    show(editApproval("a", { isProtected: true }));
    expect(labels()).toEqual(["Approve", "Reject…", "Abort Run…"]);
    expect(text()).toContain("Protected path");
  });

  test("warns of invisible characters", () => {
    show(commandApproval("a", "echo \u202egnp.exe"));
    expect(find(".callout.warning").hidden).toBe(false);
    show(commandApproval("b"));
    expect(find(".callout.warning").hidden).toBe(true);
  });
});

describe("A decision", () => {
  test("within the first moments of a request does not count", () => {
    show(spawnApproval("a"));
    time -= 1;
    buttonOf("Approve").click();
    expect(decisions()).toEqual([]);
    expect(text()).toContain(strings.justAppeared);
  });

  test("by key is what is typed at this moment", () => {
    show(spawnApproval("a"));
    type(promptArea, "Mine");
    page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
    expect(decisions()).toMatchObject([{ draft: { prompt: "Mine" } }]);
  });

  test("by key for another request than the one on show does nothing", () => {
    show(spawnApproval("a"));
    page.receive({ type: "press", approvalId: "b", decision: "approve", from: "key" });
    expect(decisions()).toEqual([]);
  });

  test("to reject asks for a reason in place", () => {
    show(spawnApproval("a"));
    buttonOf("Reject…").click();
    type("#reason", "Too broad.");
    buttonOf("Reject").click();
    expect(decisions()).toMatchObject([{ decision: "reject", draft: { reason: "Too broad." } }]);
  });

  test("to abort takes two steps", () => {
    show(spawnApproval("a"));
    buttonOf("Abort Run…").click();
    expect(decisions()).toEqual([]);
    buttonOf("Abort Run").click();
    expect(decisions()).toMatchObject([{ decision: "abort" }]);
  });

  test("is not possible while one is under way, nor without the engine", () => {
    show(spawnApproval("a"), { status: "deciding" });
    expect(buttonOf("Approve").disabled).toBe(true);
    show(spawnApproval("a"), {}, { engine: "down" });
    expect(buttonOf("Approve").disabled).toBe(true);
    page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
    expect([decisions(), text().includes(strings.engineDown)]).toEqual([[], true]);
  });
});

describe("A draft", () => {
  test("survives a reload of the page", () => {
    show(spawnApproval("a"));
    type(promptArea, "Mine");
    open();
    show(spawnApproval("a"));
    expect(areaOf(promptArea).value).toBe("Mine");
  });

  test("comes from the panel when the page has none", () => {
    show(spawnApproval("a"), { draft: { prompt: "From before" } });
    expect(areaOf(promptArea).value).toBe("From before");
  });

  test("is told to the panel with every keystroke", () => {
    show(spawnApproval("a"));
    type(promptArea, "M");
    expect(sent).toEqual([{ type: "draft", approvalId: "a", draft: { prompt: "M" } }]);
  });

  test("is not disturbed by news about other requests", () => {
    show(spawnApproval("a"));
    const area = find(promptArea);
    type(promptArea, "Mine");
    show(spawnApproval("a"), {}, { openIds: ["a", "b"] });
    expect(find(promptArea)).toBe(area);
    expect(text()).toContain("1 of 2");
  });

  test("is kept while the engine is away, and forgotten when its request is over", () => {
    show(spawnApproval("a"));
    type(promptArea, "Mine");
    page.receive({ type: "state", strings, engine: "down" });
    expect(saved).toMatchObject({ drafts: { a: { prompt: "Mine" } } });
    page.receive({ type: "state", strings, engine: "ready", openIds: [] });
    expect(saved).toMatchObject({ drafts: {} });
  });

  test("that was saved broken is left out", () => {
    saved = { version: 1, drafts: { a: { prompt: 1 }, b: "x" } };
    open();
    show(spawnApproval("a"));
    expect(areaOf(promptArea).value).toBe("Do the work.\nThen finish.");
  });
});

describe("Without a request to answer", () => {
  test("the page says that nothing waits", () => {
    page.receive({ type: "state", strings, engine: "ready", openIds: [] });
    expect(text()).toContain("Nothing waits for you.");
  });

  test("the page does not say so while nobody knows", () => {
    page.receive({ type: "state", strings, engine: "starting" });
    expect(text()).not.toContain("Nothing waits for you.");
    expect(text()).toContain("The engine is starting…");
  });

  test("a resolved one cannot be answered, and leads to the next", () => {
    show(
      spawnApproval("a"),
      { status: "resolved", notice: "Already approved by a person." },
      { openIds: ["b"] },
    );
    expect(labels()).toEqual(["Review Next"]);
    expect(text()).toContain("Already approved by a person.");
    page.receive({ type: "press", approvalId: "a", decision: "approve", from: "key" });
    expect(decisions()).toEqual([]);
    expect(text()).toContain(strings.notOpen);
  });
});

test("Escape closes what is open, then leads back to the editor", () => {
  const escape = (): boolean =>
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", cancelable: true }));
  show(spawnApproval("a"));
  buttonOf("Reject…").click();
  escape();
  expect(sent).toEqual([]);
  escape();
  expect(sent).toContainEqual({ type: "leave" });
});
