import * as vscode from "vscode";
import { commands } from "../../commands";
import type { ConductorContext } from "../../context";
import type { ApprovalInfo } from "../../protocol.generated";
import { announce } from "../../shared/announce";
import type { ErrorAction } from "../../shared/errors";
import { wantedNotices } from "../../shared/wantedNotices";
import type { ApprovalInbox, InboxChange } from "./approvalInbox";

/** Landings are under way for so many tickets at a time at most; what is older is forgotten. */
const mostUnderWay = 50;

/**
 * Says when work that a person let land has not landed. Its gate comes back then, which looks like any other one that waits, and the panel
 * may be at another by now.
 */
export class LandingStops {
  /** Gates that are open, to know whose work it was when one has gone. */
  readonly #open = new Map<string, string>();
  readonly #underWay = new Set<string>();

  constructor(
    private readonly context: Pick<ConductorContext, "log">,
    private readonly inbox: Pick<ApprovalInbox, "resolutionOf">,
  ) {}

  /** Called after every change of the inbox. Gives the gates that the person was told of. */
  follow({ added, removed }: InboxChange): readonly ApprovalInfo[] {
    const told: ApprovalInfo[] = [];
    for (const approvalId of removed) {
      const key = this.#open.get(approvalId);
      this.#open.delete(approvalId);
      if (key !== undefined && this.inbox.resolutionOf(approvalId)?.decision === "approve") {
        this.#underWay.add(key);
      }
    }
    for (const approval of added.filter(({ landing }) => landing !== undefined)) {
      const key = JSON.stringify([approval.trackId, approval.ticketId]);
      this.#open.set(approval.approvalId, key);
      if (this.#underWay.delete(key) && approval.landing?.problem && wantedNotices() !== "off") {
        this.#tell(approval, approval.landing.problem);
        told.push(approval);
      }
    }
    for (const oldest of [...this.#underWay].slice(0, -mostUnderWay)) {
      this.#underWay.delete(oldest);
    }
    return told;
  }

  #tell(
    { ticketId, trackId }: ApprovalInfo,
    { detail, kind }: NonNullable<NonNullable<ApprovalInfo["landing"]>["problem"]>,
  ): void {
    const ref = { trackId, ticketId };
    const actions: readonly ErrorAction[] = [
      { label: vscode.l10n.t("Show Gate"), command: commands.ticketReviewApproval, arguments: [ref] },
      ...(kind === "conflict"
        ? [
            {
              label: vscode.l10n.t("Resolve by Hand"),
              command: commands.landingResolveByHand,
              arguments: [ref],
            },
          ]
        : []),
    ];
    announce(
      this.context,
      "warning",
      vscode.l10n.t("The work of {0} has not landed. {1}", ticketId, detail),
      actions,
    );
  }
}
