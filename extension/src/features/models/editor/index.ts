import { commands } from "../../../commands";
import type { ConductorContext } from "../../../context";
import { registerCommand } from "../../../shared/commandBoundary";
import type { RowSelection } from "../../tickets/ticketArguments";
import { allowModel } from "./allowModel";
import { ConsentNotices } from "./consentNotices";
import { EditorModels } from "./editorModels";

/** The editor's own models, for workers whose model is `editor:…`. Nothing of them is touched here. */
export function activateEditorModels(context: ConductorContext, rows: RowSelection): void {
  const models = new EditorModels(context);
  context.extension.subscriptions.push(models, new ConsentNotices(context));
  registerCommand(context, commands.modelsAllowEditor, (...args) => allowModel(context, models, rows, args));
}
