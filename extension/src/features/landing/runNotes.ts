import * as vscode from "vscode";
import type { ConductorContext } from "../../context";
import type { CommandResult } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import { withoutLinks } from "../../shared/plainText";

const storageKey = "conductor.mutedNotes";

/** What was told in a window; the same words are not told again. */
const toldIn = new WeakMap<object, Set<string>>();

/**
 * Tells what the engine says a person should know before they rely on a run. Whoever has had enough of a note has it left out in
 * this workspace, whatever files it names the next time.
 */
export function tellNotes(
  { extension, log }: Pick<ConductorContext, "extension" | "log">,
  { notes = [] }: Pick<CommandResult, "notes">,
): void {
  if (notes.length === 0) {
    return;
  }
  const memory = extension.workspaceState;
  const told = toldIn.get(extension) ?? new Set();
  toldIn.set(extension, told);
  const muted = memory.get<readonly string[]>(storageKey, []);
  const due = notes.filter((note) => !told.has(note) && !muted.includes(topicOf(note)));
  if (due.length === 0) {
    return;
  }
  due.forEach((note) => told.add(note));
  const never = vscode.l10n.t("Don't Show Again");
  void guard({ log }, "notes of a run", async () => {
    const chosen = await vscode.window.showInformationMessage(withoutLinks(due.join(" ")), never);
    if (chosen === never) {
      await memory.update(storageKey, [...new Set([...muted, ...due.map(topicOf)])]);
    }
  });
}

/** What a note is about: its words up to what it lists. */
function topicOf(note: string): string {
  return note.split(":", 1)[0] ?? note;
}
