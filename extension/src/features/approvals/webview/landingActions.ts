import type { DecisionName, LandingInfo } from "../../../protocol.generated";
import { reasonField, type Submit } from "./actions";
import { Decision } from "./decision";
import type { Editing } from "./editing";
import { button, element } from "./elements";
import { shortcut } from "./shortcut";

/** What becomes of finished work: it lands, goes back to its worker, or, after a conflict, is resolved by the worker or by hand. */
export function landingActions(
  editing: Editing,
  landing: LandingInfo,
  { submit, resolveByHand }: { readonly submit: Submit; readonly resolveByHand: () => void },
): Decision {
  const { approval, strings } = editing;
  const decision = new Decision(strings);
  const offers = (name: DecisionName): boolean => approval.choices.includes(name);
  const backRow = decision.askText({
    area: reasonField(editing, "words"),
    label: strings.words,
    hint: strings.wordsHint,
    confirm: strings.sendBack,
    submit: () => submit("sendBack"),
  });
  const rejectRow = decision.askText({
    area: reasonField(editing, "reason"),
    label: strings.reason,
    hint: strings.reasonOfEndHint,
    confirm: strings.reject,
    submit: () => submit("reject"),
  });
  const abortRow = decision.askAbort(() => submit("abort"));
  decision.takes("reason", rejectRow);
  decision.takes("words", backRow);
  const isConflict = offers("resolve");
  const land = landLabel(editing, landing);
  decision.offer(
    ...(isConflict
      ? [
          button(strings.letResolve, () => submit("resolve"), {
            class: "primary",
            title: strings.letResolveHint,
          }),
          button(strings.byHand, resolveByHand, { title: strings.byHandHint }),
        ]
      : []),
    ...(offers("approve")
      ? [
          button(land, () => submit("approve"), {
            class: isConflict ? "secondary" : "primary",
            title: `${land} (${shortcut("Enter")})`,
          }),
        ]
      : []),
    ...(offers("sendBack") ? [decision.opens(backRow, strings.sendBackMore)] : []),
    ...(offers("reject") ? [decision.opens(rejectRow, strings.rejectMore)] : []),
    element("span", { class: "spacer" }),
    ...(offers("abort") ? [decision.opens(abortRow, strings.abortMore, { class: "quiet" })] : []),
  );
  return decision;
}

function landLabel({ strings }: Editing, { problem }: LandingInfo): string {
  switch (problem?.kind) {
    case "conflict":
      return strings.landResolved;
    case "acceptance":
    case "refused":
      return strings.landAgain;
    case "changed":
    case undefined:
      return strings.land;
  }
}
