import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import { registerCommand } from "../../shared/commandBoundary";
import type { RowSelection } from "../tickets/ticketArguments";
import { chooseModel, chooseModelForTicket, useModel } from "./chooseModel";
import { KeyNeed } from "./keyNeed";
import { KeyRing } from "./keyRing";
import { demoModel } from "./modelSettings";
import { removeKey, setKey } from "./setKey";
import { testConnection } from "./testConnection";

/** Which models work for tickets, and the keys of those who serve them. */
export function activateModels(context: ConductorContext, rows: RowSelection): void {
  const keys = new KeyRing(context);
  context.extension.subscriptions.push(keys, new KeyNeed(context, keys));

  registerCommand(context, commands.modelsSetKey, (...args) => setKey(context, keys, args));
  registerCommand(context, commands.modelsRemoveKey, (...args) => removeKey(context, keys, args));
  registerCommand(context, commands.modelsChoose, () => chooseModel(context));
  registerCommand(context, commands.modelsChooseForTicket, (...args) =>
    chooseModelForTicket(context, rows, args),
  );
  registerCommand(context, commands.modelsUseDemo, () => useModel(context, demoModel));
  registerCommand(context, commands.modelsTest, (...args) => testConnection(context, args));
}
