import type { ConductorContext } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";
import { guard } from "../../shared/commandBoundary";
import type { Reviews } from "../landing";
import type { InboxChange } from "./approvalInbox";
import type { ApprovalToast } from "./approvalToast";
import type { LandingStops } from "./landingStops";

/** Has each change of the inbox told by one notice: the one that says most of it, else the toast. */
export class ApprovalNotices {
  constructor(
    private readonly context: Pick<ConductorContext, "log">,
    private readonly toast: Pick<ApprovalToast, "update">,
    private readonly stops: Pick<LandingStops, "follow">,
    private readonly reviews: Pick<Reviews["open"], "tellMoved">,
  ) {}

  follow(change: InboxChange): void {
    const stopped = this.stops.follow(change);
    const news = change.added.filter((approval) => !stopped.includes(approval));
    const gates = news.filter(({ landing }) => landing !== undefined);
    this.toast.update(gates.length < news.length);
    for (const gate of gates) {
      void this.tell(gate);
    }
  }

  /** A gate of which its review could not tell is one for the toast. */
  private async tell(gate: ApprovalInfo): Promise<void> {
    const isTold = await guard(this.context, "approval notices", () => this.reviews.tellMoved(gate), {
      isQuiet: true,
    });
    this.toast.update(isTold !== true);
  }
}
