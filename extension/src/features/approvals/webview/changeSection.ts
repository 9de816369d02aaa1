import { currentArguments } from "../draft";
import { format, type PageStrings } from "../pageStrings";
import { canCompare, type ProposedChange, proposedChange } from "../proposedChange";
import type { Editing } from "./editing";
import { button, element, hint, section, setVisible } from "./elements";
import { type DiffLine, lineDiff } from "./lineDiff";

const redrawMilliseconds = 150;

/** The file change as a unified diff; it follows what is typed into the arguments. */
export function changeSection(
  editing: Editing,
  openDiff: () => void,
  title = editing.strings.change,
): HTMLElement {
  const { strings } = editing;
  const body = element("div", { class: "change" });
  const open = button(strings.openDiff, openDiff, { class: "link", icon: "diff" });
  const whole = section("change-title", title, [open], body);
  let drawn: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    const change = proposedChange(editing.approval, currentArguments(editing.approval, editing.draft));
    setVisible(whole, change !== undefined);
    const key = JSON.stringify(change);
    if (change && key !== drawn) {
      drawn = key;
      body.replaceChildren(...picture(change, strings));
    }
  }

  editing.follow(() => {
    clearTimeout(timer);
    if (drawn === undefined) {
      draw();
    } else {
      timer = setTimeout(draw, redrawMilliseconds);
    }
  });
  return whole;
}

/** A change, drawn once. */
export function picture(change: ProposedChange, strings: PageStrings): readonly Node[] {
  const head = (...marks: readonly (HTMLElement | undefined)[]): HTMLElement =>
    element("div", { class: "file" }, element("code", {}, change.path), ...marks);
  if (!canCompare(change)) {
    return [head(), hint(strings.unknownFile)];
  }
  const isNew = change.before === undefined;
  const diff = lineDiff(change.before ?? "", change.after);
  const counts = diff
    ? element(
        "span",
        {
          class: "counts",
          attributes: { "aria-label": format(strings.lineCounts, diff.added, diff.removed), role: "img" },
        },
        element("span", { class: "added" }, `+${diff.added}`),
        element("span", { class: "removed" }, `−${diff.removed}`),
      )
    : undefined;
  const caution = { content: undefined, passage: strings.onlyPassage, nothing: strings.unknownPassage };
  const words = caution[change.known];
  return [
    head(isNew ? element("span", { class: "chip" }, strings.newFile) : undefined, counts),
    ...(words === undefined ? [] : [hint(words)]),
    diff === undefined
      ? hint(strings.tooLarge)
      : diff.lines.length === 0
        ? hint(strings.noDifference)
        : lines(diff.lines, strings, lineEndsDiffer(change)),
  ];
}

const signs = { added: "+", removed: "−", same: " ", gap: "", note: "" } as const;

function lines(shown: readonly DiffLine[], strings: PageStrings, showEnds: boolean): HTMLElement {
  return element(
    "div",
    { class: "diff", attributes: { role: "region", tabindex: "0", "aria-label": strings.change } },
    ...shown.map((line) =>
      element(
        "div",
        { class: `line ${line.kind}` },
        element(
          "span",
          { class: "gutter", attributes: { "aria-hidden": "true" } },
          String(line.before ?? ""),
        ),
        element("span", { class: "gutter", attributes: { "aria-hidden": "true" } }, String(line.after ?? "")),
        element("span", { class: "sign" }, signs[line.kind]),
        element("span", { class: "source" }, line.text.replaceAll("\r", showEnds ? "␍" : "")),
      ),
    ),
  );
}

/** A carriage return cannot be seen, and may be the only difference. */
function lineEndsDiffer(change: ProposedChange): boolean {
  return change.before !== undefined && change.before.includes("\r") !== change.after.includes("\r");
}
