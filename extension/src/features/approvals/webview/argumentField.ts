import { argumentsText, currentArguments, editedText, isJsonObject, isSameJson, toLineFeeds } from "../draft";
import type { Editing } from "./editing";
import { element } from "./elements";
import { problemsOf, problemText } from "./problems";

interface FieldNames {
  /** Id of the element that names the field. */
  readonly labelledBy: string;
  /** Id of the element that explains it. */
  readonly describedBy?: string;
}

type Control = HTMLTextAreaElement | HTMLInputElement | HTMLSelectElement;

/** One argument to edit, with what is wrong with it below. */
export function argumentField(editing: Editing, name: string, names: FieldNames): HTMLElement {
  const schema = propertySchema(editing, name);
  const original = originalOf(editing, name);
  const control = createControl(schema, name, original);
  const errorId = `${names.labelledBy}-error`;
  const error = element("p", { class: "error", attributes: { id: errorId } });
  control.dataset["argument"] = name;
  control.setAttribute("aria-labelledby", names.labelledBy);
  control.setAttribute("aria-describedby", [names.describedBy, errorId].filter(Boolean).join(" "));
  control.addEventListener("input", () => change(editing, name, readControl(control, schema, original)));
  editing.follow(() => {
    show(control, editing, name);
    const problems = problemsOf(editing, name);
    error.textContent = problems.map((problem) => problemText(editing.strings, problem)).join(" ");
    error.hidden = problems.length === 0;
    control.setAttribute("aria-invalid", String(problems.length > 0));
  });
  return element("div", { class: "field" }, control, error);
}

/** True for values that fit into one control; lists and objects are edited as JSON. */
export function isPlain(editing: Editing, name: string): boolean {
  const value = originalOf(editing, name);
  const types = typesOf(propertySchema(editing, name));
  return typeof value !== "object" && !types.includes("array") && !types.includes("object");
}

export function propertySchema(editing: Editing, name: string): Readonly<Record<string, unknown>> {
  const schema = editing.approval.tool?.argumentsSchema;
  const properties = isJsonObject(schema) ? schema["properties"] : undefined;
  const property = isJsonObject(properties) ? properties[name] : undefined;
  return isJsonObject(property) ? property : {};
}

function change(editing: Editing, name: string, value: unknown): void {
  const current = currentArguments(editing.approval, editing.draft);
  const others = isJsonObject(current) ? current : {};
  const next = Object.fromEntries(
    Object.entries({ ...others, [name]: value }).filter(([, member]) => member !== undefined),
  );
  const isOriginal = isSameJson(next, editing.approval.arguments ?? {});
  editing.change({ arguments: isOriginal ? undefined : argumentsText(next) });
}

function createControl(schema: Readonly<Record<string, unknown>>, name: string, original: unknown): Control {
  const { enum: choices } = schema;
  if (Array.isArray(choices) && choices.every((choice) => typeof choice === "string")) {
    const options = original === undefined ? ["", ...choices] : choices;
    return element(
      "select",
      {},
      ...options.map((choice) => element("option", { attributes: { value: choice } }, choice)),
    );
  }
  const types = typesOf(schema);
  if (types.includes("boolean")) {
    return element("input", { attributes: { type: "checkbox" } });
  }
  if (types.includes("integer") || types.includes("number")) {
    return element("input", { class: "number", attributes: { type: "text", inputmode: "decimal" } });
  }
  const isLong = longArguments.has(name) || (typeof original === "string" && original.includes("\n"));
  return isLong
    ? element("textarea", { class: "code", attributes: { rows: "1", spellcheck: "false" } })
    : element("input", { class: "code", attributes: { type: "text", spellcheck: "false" } });
}

// Texts of several lines are normal for these even when the proposed one has a single line.
const longArguments = new Set(["command", "content", "oldText", "newText", "summary", "reason"]);

function readControl(
  control: Control,
  schema: Readonly<Record<string, unknown>>,
  original: unknown,
): unknown {
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    return control.checked;
  }
  const text = control.value;
  if (text === "" && original === undefined) {
    return undefined;
  }
  const types = typesOf(schema);
  const isNumber = types.includes("integer") || types.includes("number");
  if (isNumber && /^-?\d+(\.\d+)?$/.test(text.trim())) {
    return Number(text);
  }
  return typeof original === "string" ? (editedText(original, text) ?? original) : text;
}

function show(control: Control, editing: Editing, name: string): void {
  const current = currentArguments(editing.approval, editing.draft);
  control.disabled = !isJsonObject(current);
  if (!isJsonObject(current)) {
    return;
  }
  const value = current[name];
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    control.checked = value === true;
    return;
  }
  const text =
    value === undefined ? "" : typeof value === "string" ? toLineFeeds(value) : JSON.stringify(value);
  // What is being typed is left alone: "1." is on its way to 1.5.
  if (control.value !== text && control !== document.activeElement) {
    control.value = text;
  }
}

function originalOf(editing: Editing, name: string): unknown {
  const { arguments: original } = editing.approval;
  return isJsonObject(original) ? original[name] : undefined;
}

function typesOf(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const { type } = schema;
  return Array.isArray(type) ? type : [type];
}
