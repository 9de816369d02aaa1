import type { BudgetLimits, PromptPieceInfo, SpawnInfo } from "../../../protocol.generated";
import { money } from "../../../shared/money";
import { type ContextChoice, contextChoices } from "../contextChoices";
import { format, type PageStrings } from "../pageStrings";
import type { Editing } from "./editing";
import { button, element, hint, icon, section, setVisible } from "./elements";
import { textSection } from "./textField";

/** What a worker would start with: its prompt and context to edit, and everything else that goes with them. */
export function spawnForm(
  editing: Editing,
  spawn: SpawnInfo,
  show: (path: string, choice: ContextChoice) => void,
): readonly Node[] {
  const { strings } = editing;
  return [
    ...(spawn.earlierPrompt === undefined ? [] : [earlierPrompt(editing, spawn.earlierPrompt)]),
    textSection(editing, "prompt", { title: strings.prompt, hint: strings.promptHint }),
    context(editing),
    pieces(editing, spawn, show),
    acceptance(strings, spawn.acceptance),
    tools(strings, spawn.tools),
    ...(spawn.budget ? [budget(strings, spawn.budget)] : []),
  ];
}

function earlierPrompt(editing: Editing, text: string): HTMLElement {
  const { strings } = editing;
  const callout = element(
    "div",
    { class: "callout" },
    icon("history"),
    element("p", {}, strings.earlierPrompt),
    button(strings.useEarlierPrompt, () => editing.change({ prompt: text })),
  );
  editing.follow(() => setVisible(callout, editing.draft.prompt !== text));
  return callout;
}

/** A track without a context document gets a closed drawer: one can still be written for this worker. */
function context(editing: Editing): HTMLElement {
  const { approval, strings } = editing;
  const field = textSection(editing, "context", { title: strings.context, hint: strings.contextHint });
  if ((approval.context ?? "") !== "") {
    return field;
  }
  const drawer = element("details", { class: "drawer" }, element("summary", {}, strings.noContext), field);
  drawer.open = editing.draft.context !== undefined;
  return drawer;
}

function pieces(
  editing: Editing,
  spawn: SpawnInfo,
  show: (path: string, choice: ContextChoice) => void,
): HTMLElement {
  const { strings } = editing;
  const head = [strings.pieceKind, strings.pieceName, strings.pieceDetail];
  const rows = spawn.pieces.map((piece) =>
    element(
      "tr",
      { attributes: { role: "row" } },
      element("td", { class: "kind", attributes: { role: "cell" } }, piece.kind),
      element("th", { class: "name", attributes: { scope: "row", role: "rowheader" } }, piece.name),
      element(
        "td",
        { class: "detail", attributes: { role: "cell" } },
        piece.kind === "file" ? choiceOf(strings, piece, show) : undefined,
        element("span", {}, detailOf(piece)),
      ),
      number(piece.tokens),
    ),
  );
  const table = element(
    "table",
    // The roles hold where a narrow panel shows each row as two lines.
    { class: "pieces", attributes: { "aria-labelledby": "pieces-title", role: "table" } },
    element(
      "thead",
      {},
      element(
        "tr",
        { attributes: { role: "row" } },
        ...head.map((title) => element("th", { attributes: { scope: "col", role: "columnheader" } }, title)),
        element(
          "th",
          { class: "number", attributes: { scope: "col", role: "columnheader" } },
          strings.pieceTokens,
        ),
      ),
    ),
    element("tbody", {}, ...rows),
    element(
      "tfoot",
      {},
      element(
        "tr",
        { attributes: { role: "row" } },
        element("th", { attributes: { scope: "row", colspan: "3", role: "rowheader" } }, strings.total),
        number(spawn.totalTokens),
      ),
    ),
  );
  const note = hint(strings.piecesOfOriginal);
  editing.follow(() => {
    const { prompt, context: document } = editing.draft;
    setVisible(note, prompt !== undefined || document !== undefined);
  });
  return section("pieces-title", strings.pieces, [], element("div", { class: "scroll" }, table), note);
}

/** The level stands in the select; beyond it a person is to know why, and what is not as it was asked. */
function detailOf({ detail = "", level, why = "" }: PromptPieceInfo): string {
  const note = level === undefined ? detail : detail.split(": ").slice(1).join(": ");
  return [why, note].filter((part) => part !== "").join(" · ");
}

/** How a file is shown, to be changed: the prompt is then made anew. */
function choiceOf(
  strings: PageStrings,
  { name, level, members }: PromptPieceInfo,
  show: (path: string, choice: ContextChoice) => void,
): HTMLElement {
  const options = contextChoices.map((choice) =>
    element("option", { attributes: { value: choice } }, strings.levels[choice]),
  );
  const select = element(
    "select",
    { attributes: { "aria-label": format(strings.levelOf, name), title: strings.levelHint } },
    ...(members !== undefined
      ? [element("option", { attributes: { value: "" } }, format(strings.onlyMembers, members))]
      : level === undefined
        ? [element("option", { attributes: { value: "" } }, "–")]
        : []),
    ...options,
  );
  const held = members === undefined ? (level ?? "") : "";
  select.value = held;
  select.addEventListener("change", () => {
    const choice = contextChoices.find((known) => known === select.value);
    // What holds stays in sight until the prompt is made anew, and where the person keeps it as it is.
    select.value = held;
    if (choice !== undefined) {
      show(name, choice);
    }
  });
  return select;
}

function number(value: number): HTMLElement {
  return element("td", { class: "number", attributes: { role: "cell" } }, value.toLocaleString());
}

function acceptance(strings: PageStrings, commands: readonly string[]): HTMLElement {
  return commands.length === 0
    ? section("acceptance-title", strings.acceptance, [], hint(strings.noAcceptance))
    : section(
        "acceptance-title",
        strings.acceptance,
        [],
        element(
          "ol",
          { class: "commands" },
          ...commands.map((command) => element("li", {}, element("code", {}, command))),
        ),
        hint(strings.acceptanceHint),
      );
}

function budget(strings: PageStrings, { tokens, money: dollars, calls, minutes }: BudgetLimits): HTMLElement {
  const limits = [
    ...(tokens === undefined ? [] : [format(strings.budgetTokens, tokens.toLocaleString())]),
    ...(dollars === undefined ? [] : [money(dollars)]),
    ...(calls === undefined ? [] : [format(strings.budgetCalls, calls.toLocaleString())]),
    ...(minutes === undefined ? [] : [format(strings.budgetMinutes, minutes.toLocaleString())]),
  ];
  const chips = limits.map((limit) => element("li", { class: "chip" }, limit));
  return section(
    "budget-title",
    strings.budget,
    [],
    element("ul", { class: "chips" }, ...chips),
    hint(strings.budgetHint),
  );
}

function tools(strings: PageStrings, names: readonly string[]): HTMLElement {
  return section(
    "tools-title",
    strings.tools,
    [],
    element(
      "ul",
      { class: "chips" },
      ...names.map((name) => element("li", { class: "chip" }, element("code", {}, name))),
    ),
  );
}
