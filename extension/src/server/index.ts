import { commands, views } from "../commands";
import type { ConductorContext } from "../context";
import { registerCommand } from "../shared/commandBoundary";
import { inView } from "../shared/progress";

/** The commands about the engine itself. */
export function activateServer(context: ConductorContext): void {
  registerCommand(context, commands.engineRestart, () =>
    inView(views.tickets, () => context.engine.restart()),
  );
  registerCommand(context, commands.engineShowLog, () => context.log.show(true));
}
