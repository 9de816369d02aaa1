import { commands } from "../../../commands";
import type { ConductorContext } from "../../../context";
import { registerCommand } from "../../../shared/commandBoundary";
import { allowModel } from "./allowModel";
import { EditorModels } from "./editorModels";

/** The editor's own models, for workers whose model is `editor:…`. Nothing of them is touched here. */
export function activateEditorModels(context: ConductorContext): void {
  const models = new EditorModels(context);
  context.extension.subscriptions.push(models);
  registerCommand(context, commands.modelsAllowEditor, (...args) => allowModel(context, models, args));
}
