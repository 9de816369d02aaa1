import * as vscode from "vscode";
import type { ModelWaitInfo } from "../../protocol.generated";

const stepSeconds = 5;
const mostSeconds = 90;
const millisecondsPerSecond = 1000;
const secondsPerMinute = 60;

/**
 * How long a worker waits yet for its model, and for what: `Waiting 40 s · rate limit`. In steps, so that its row says
 * something new every few seconds at most.
 */
export function waitPhrase({ kind, until }: ModelWaitInfo, now: number = Date.now()): string {
  const word = waitWord(kind);
  const seconds =
    until === undefined
      ? 0
      : Math.ceil((Date.parse(until) - now) / millisecondsPerSecond / stepSeconds) * stepSeconds;
  if (seconds <= 0) {
    return vscode.l10n.t("Waiting · {0}", word);
  }
  return seconds <= mostSeconds
    ? vscode.l10n.t("Waiting {0} s · {1}", seconds, word)
    : vscode.l10n.t("Waiting {0} min · {1}", Math.ceil(seconds / secondsPerMinute), word);
}

/** What is waited for, in the person's language; the kind itself where it has no word yet. */
function waitWord(kind: string): string {
  switch (kind) {
    case "rateLimit":
      return vscode.l10n.t("rate limit");
    case "limit":
      return vscode.l10n.t("the provider's limit");
    case "budget":
      return vscode.l10n.t("other calls, for the budget");
    case "overloaded":
      return vscode.l10n.t("model overloaded");
    case "consent":
      return vscode.l10n.t("your permission");
    case "cutStream":
      return vscode.l10n.t("answer broke off");
    case "server":
      return vscode.l10n.t("provider error");
    case "network":
      return vscode.l10n.t("no connection");
    case "malformed":
      return vscode.l10n.t("unreadable answer");
    case "idle":
      return vscode.l10n.t("no answer");
    default:
      return kind;
  }
}
