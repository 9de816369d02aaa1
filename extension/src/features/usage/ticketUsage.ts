import type { UsageFigures, UsageRow } from "../../protocol.generated";
import { addUsage } from "../../shared/usageWords";

/** What a ticket has spent over all its attempts. */
export interface TicketUsage {
  readonly trackId: string;
  readonly ticketId: string;
  readonly models: readonly string[];
  readonly usage: UsageFigures;
}

/** One sum per ticket, in the order in which tickets first appear. */
export function sumByTicket(rows: readonly UsageRow[]): readonly TicketUsage[] {
  const sums = new Map<string, TicketUsage>();
  for (const { trackId, ticketId, model, usage } of rows) {
    const key = JSON.stringify([trackId, ticketId]);
    const before = sums.get(key);
    sums.set(key, {
      trackId,
      ticketId,
      models: [...new Set([...(before?.models ?? []), model])],
      usage: before ? addUsage(before.usage, usage) : usage,
    });
  }
  return [...sums.values()];
}
