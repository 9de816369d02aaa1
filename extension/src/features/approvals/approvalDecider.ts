import { l10n } from "vscode";
import { commands } from "../../commands";
import { accountIn, codeOf, EngineEnded, restartEngine, setKey, UserError } from "../../shared/errors";
import type { Engine } from "../../context";
import {
  type ApprovalInfo,
  ApprovalDecideRequest,
  type DecideParams,
  type DecideResult,
  type DecisionName,
  ErrorCodes,
} from "../../protocol.generated";
import type { ApprovalInbox } from "./approvalInbox";
import type { Edits } from "./draft";

/** An answer to a gate. */
export interface Answer {
  readonly decision: DecisionName;
  /** The hash of what the person saw. */
  readonly shownHash: string;
  readonly edits?: Edits;
  readonly reason?: string;
  /** In doubt and done: what the call gave; absent for what is known. */
  readonly result?: string;
  readonly rule?: "ticket";
  /** What is typed under Send Back…, where this answer does not send it. */
  readonly unsentWords?: string;
}

/** What became of an answer. */
export type DecideOutcome =
  | { readonly kind: "decided" }
  /** Somebody was first; their decision stands. */
  | { readonly kind: "already"; readonly first: DecideResult }
  /** It is no longer open. */
  | { readonly kind: "gone" }
  /** The person was asked once more, and nothing was sent. */
  | { readonly kind: "withdrawn" }
  /** What was shown is not what is asked now: the person has to look again. */
  | { readonly kind: "stale"; readonly message: string }
  /** The server refused the answer itself. */
  | { readonly kind: "refused"; readonly message: string };

/** Sends decisions, each at most once at a time: a second answer while the first is under way gets the first one's outcome. */
export class ApprovalDecider {
  private readonly underWay = new Map<string, Promise<DecideOutcome>>();

  /** @param maySend Asks the person once more where an answer would do what they were not shown, or leave unsaid what they have written. */
  constructor(
    private readonly engine: Pick<Engine, "request">,
    private readonly inbox: ApprovalInbox,
    private readonly maySend: (approval: ApprovalInfo, answer: Answer) => Promise<boolean>,
  ) {}

  isDeciding(approvalId: string): boolean {
    return this.underWay.has(approvalId);
  }

  decide(approvalId: string, answer: Answer): Promise<DecideOutcome> {
    const running = this.underWay.get(approvalId);
    if (running) {
      return running;
    }
    const approval = this.inbox.get(approvalId);
    if (!approval) {
      return Promise.resolve({ kind: "gone" });
    }
    const outcome = this.send(approval, answer).finally(() => this.underWay.delete(approvalId));
    this.underWay.set(approvalId, outcome);
    return outcome;
  }

  private async send(approval: ApprovalInfo, answer: Answer): Promise<DecideOutcome> {
    const { approvalId, trackId, ticketId } = approval;
    if (!(await this.maySend(approval, answer))) {
      return { kind: "withdrawn" };
    }
    try {
      const result = await this.engine.request(ApprovalDecideRequest, toParams(approvalId, answer));
      this.inbox.settle({ approvalId, trackId, ticketId, decision: result.decision, by: result.by });
      return result.alreadyDecided ? { kind: "already", first: result } : { kind: "decided" };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      switch (codeOf(error)) {
        case ErrorCodes.unknownApproval:
          this.inbox.settle({ approvalId, trackId, ticketId, by: message });
          return { kind: "gone" };
        case ErrorCodes.stale:
          await this.inbox.refresh();
          return { kind: "stale", message };
        case ErrorCodes.invalidDecision:
          return { kind: "refused", message };
        case ErrorCodes.noKey:
          // The gate stays open, with its model: once there is a key, it can be approved.
          throw new UserError(message, [setKey(accountIn(error))]);
        default:
          throw error instanceof EngineEnded ? mayNotBeTaken(approvalId) : error;
      }
    }
  }
}

/** The engine ended with the answer on its way. What is asked when it is back tells whether it had it. */
function mayNotBeTaken(approvalId: string): UserError {
  return new UserError(
    l10n.t(
      "The Conductor engine ended before it answered, so your decision may not have been taken. Look again: what still waits can be answered once the engine is back.",
    ),
    [
      { label: l10n.t("Look Again"), command: commands.approvalOpen, arguments: [approvalId] },
      restartEngine(),
    ],
  );
}

function toParams(approvalId: string, answer: Answer): DecideParams {
  const { decision, shownHash, reason, result, rule } = answer;
  const takesReason = ["reject", "treatAsFailed", "sendBack"].includes(decision);
  return {
    approvalId,
    decision,
    shownHash,
    ...(decision === "approve" ? answer.edits : {}),
    ...(decision === "approve" && rule !== undefined ? { rule } : {}),
    ...(takesReason && reason !== undefined && reason.trim() !== "" ? { reason: reason.trim() } : {}),
    ...(decision === "treatAsDone" && result !== undefined && result.trim() !== ""
      ? { result: result.trim() }
      : {}),
  };
}
