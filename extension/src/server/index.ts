import { commands } from "../commands";
import type { ConductorContext } from "../context";
import { registerCommand } from "../shared/commandBoundary";

/** The commands about the engine itself. */
export function activateServer(context: ConductorContext): void {
  registerCommand(context, commands.engineRestart, () => context.engine.restart());
  registerCommand(context, commands.engineShowLog, () => context.log.show(true));
}
