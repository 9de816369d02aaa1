import { editedText, toLineFeeds } from "../draft";
import type { Editing } from "./editing";
import { button, element, hint, icon, section, setVisible } from "./elements";

/** An editable text of a spawn request, with its marker and its way back. */
export function textSection(
  editing: Editing,
  member: "prompt" | "context",
  words: { readonly title: string; readonly hint: string },
): HTMLElement {
  const { approval, strings } = editing;
  const original = approval[member] ?? "";
  const id = `${member}-title`;
  const area = element("textarea", {
    class: "text",
    attributes: { "aria-labelledby": id, rows: "3", spellcheck: "false" },
    on: {
      input: () => {
        const isEdited = editedText(original, area.value) !== undefined;
        editing.change({ [member]: isEdited ? area.value : undefined });
      },
    },
  });
  const marker = modifiedMarker(strings.modified);
  const reset = button(strings.reset, () => editing.change({ [member]: undefined }), {
    class: "link",
    icon: "discard",
  });
  editing.follow(() => {
    const value = toLineFeeds(editing.draft[member] ?? original);
    if (area.value !== value) {
      area.value = value;
    }
    const isEdited = editing.draft[member] !== undefined;
    setVisible(marker, isEdited);
    setVisible(reset, isEdited);
  });
  return section(id, words.title, [marker, reset], area, hint(words.hint));
}

export function modifiedMarker(label: string): HTMLElement {
  return element("span", { class: "marker" }, icon("circle-filled"), label);
}
