import { argumentsText, currentArguments, isJsonObject, isSameJson, parseArguments } from "../draft";
import { argumentField, isPlain, propertySchema } from "./argumentField";
import type { Editing } from "./editing";
import { button, element, hint, section, setVisible } from "./elements";
import { problemsOf, problemText } from "./problems";
import { modifiedMarker } from "./textField";

interface EditorOptions {
  /** Arguments that have a place of their own above. */
  readonly skip: readonly string[];
  /** The Modified marker and Reset stand here. */
  readonly hasMarks: boolean;
}

/** The arguments as fields, or as JSON. Both edit the same draft. */
export function argumentsEditor(editing: Editing, options: EditorOptions): HTMLElement {
  const { strings } = editing;
  const names = namesOf(editing);
  const shownNames = names.filter((name) => !options.skip.includes(name));
  const fields = element("div", { class: "fields" }, ...shownNames.map((name) => row(editing, name)));
  const json = jsonEditor(editing);
  const problems = element("ul", { class: "errors" });
  let asJson = !isJsonObject(currentArguments(editing.approval, editing.draft));
  const toggle = button(
    "",
    () => {
      asJson = !asJson;
      update();
    },
    { class: "link" },
  );
  const label = toggle.querySelector(".label");

  function update(): void {
    const canBeFields = isJsonObject(currentArguments(editing.approval, editing.draft));
    asJson = asJson || !canBeFields;
    setVisible(fields, !asJson);
    setVisible(json, asJson);
    toggle.disabled = !canBeFields;
    if (label) {
      label.textContent = asJson ? strings.editAsFields : strings.editAsJson;
    }
    showProblems(editing, problems, asJson ? [] : names);
  }

  editing.follow(update);
  const marks = options.hasMarks ? marksOf(editing) : [];
  const nothing = names.length === 0 ? hint(strings.noArguments) : undefined;
  return section("arguments-title", strings.arguments, [...marks, toggle], nothing, fields, json, problems);
}

/** The marker and the way back, for whichever section stands for the arguments. */
export function marksOf(editing: Editing): readonly HTMLElement[] {
  const { strings } = editing;
  const marker = modifiedMarker(strings.modified);
  const reset = button(strings.reset, () => editing.change({ arguments: undefined }), {
    class: "link",
    icon: "discard",
  });
  editing.follow(() => {
    const isEdited = editing.draft.arguments !== undefined;
    setVisible(marker, isEdited);
    setVisible(reset, isEdited);
  });
  return [marker, reset];
}

function row(editing: Editing, name: string): HTMLElement {
  const id = `argument-${name}`;
  const { description } = propertySchema(editing, name);
  const label = element("div", { class: "name", attributes: { id } }, element("code", {}, name));
  const explanation = typeof description === "string" ? hint(description, `${id}-help`) : undefined;
  const control = isPlain(editing, name)
    ? argumentField(editing, name, {
        labelledBy: id,
        ...(explanation ? { describedBy: explanation.id } : {}),
      })
    : structure(editing, name);
  return element("div", { class: "row" }, label, control, explanation);
}

/** A list or an object is shown as it is, and edited as JSON. */
function structure(editing: Editing, name: string): HTMLElement {
  const block = element("pre", { class: "code" });
  editing.follow(() => {
    const current = currentArguments(editing.approval, editing.draft);
    const value = isJsonObject(current) ? current[name] : undefined;
    block.textContent = value === undefined ? "" : argumentsText(value);
  });
  return block;
}

function jsonEditor(editing: Editing): HTMLTextAreaElement {
  const original = editing.approval.arguments ?? {};
  const area = element("textarea", {
    class: "code",
    attributes: { "aria-labelledby": "arguments-title", rows: "6", spellcheck: "false" },
    on: {
      input: () => {
        const parsed = parseArguments(area.value);
        const isOriginal = parsed.kind === "parsed" && isSameJson(parsed.value, original);
        editing.change({ arguments: isOriginal ? undefined : area.value });
      },
    },
  });
  area.dataset["argument"] = "";
  editing.follow(() => {
    const text = editing.draft.arguments ?? argumentsText(original);
    if (area.value !== text && area !== document.activeElement) {
      area.value = text;
    }
  });
  return area;
}

/** Problems that no visible field shows. */
function showProblems(editing: Editing, list: HTMLElement, fieldNames: readonly string[]): void {
  const homeless = problemsOf(editing).filter(({ property }) => !fieldNames.includes(property));
  const lines = homeless.map((problem) => {
    const text = problemText(editing.strings, problem);
    return element("li", { class: "error" }, problem.property === "" ? text : `${problem.property}: ${text}`);
  });
  list.replaceChildren(...lines);
  setVisible(list, lines.length > 0);
}

function namesOf(editing: Editing): readonly string[] {
  const { approval } = editing;
  const schema = approval.tool?.argumentsSchema;
  const properties = isJsonObject(schema) && isJsonObject(schema["properties"]) ? schema["properties"] : {};
  const given = isJsonObject(approval.arguments) ? approval.arguments : {};
  return [...new Set([...Object.keys(properties), ...Object.keys(given)])];
}
