import type { DecisionName } from "../../../protocol.generated";
import { canBeRemembered } from "../possibleAnswers";
import { Decision } from "./decision";
import type { Editing } from "./editing";
import { button, element } from "./elements";
import { shortcut } from "./shortcut";

/** How a request is answered; the rule is remembered for the rest of the ticket. */
export type Submit = (decision: DecisionName, rule?: "ticket") => void;

/** The decision on a worker or a call that waits: approve, reject with a reason, or abort the run. */
export function actions(editing: Editing, submit: Submit): Decision {
  const { approval, strings } = editing;
  const decision = new Decision(strings);
  const offers = (name: DecisionName): boolean => approval.choices.includes(name);
  const reasonRow = decision.askText({
    area: reasonField(editing, "reason"),
    label: strings.reason,
    hint: approval.tool ? strings.reasonHint : strings.reasonOfEndHint,
    confirm: strings.reject,
    submit: () => submit("reject"),
  });
  const abortRow = decision.askAbort(() => submit("abort"));
  decision.takes("reason", reasonRow);
  decision.offer(
    ...(offers("approve") ? approveButtons(editing, submit) : []),
    ...(offers("reject") ? [decision.opens(reasonRow, strings.rejectMore)] : []),
    element("span", { class: "spacer" }),
    ...(offers("abort") ? [decision.opens(abortRow, strings.abortMore, { class: "quiet" })] : []),
  );
  return decision;
}

function approveButtons(editing: Editing, submit: Submit): readonly HTMLButtonElement[] {
  const { approval, strings } = editing;
  const approve = button(strings.approve, () => submit("approve"), { class: "primary" });
  const forTicket = button(strings.approveForTicket, () => submit("approve", "ticket"), {
    title: strings.approveForTicketHint,
  });
  const label = approve.querySelector(".label");
  editing.follow(() => {
    const { resolved } = editing;
    const isInvalid = resolved.kind === "invalid";
    const text = isInvalid || resolved.isEdited ? strings.approveEdited : strings.approve;
    approve.title = `${text} (${shortcut("Enter")})`;
    if (label && label.textContent !== text) {
      label.textContent = text;
    }
    // Approve stays in the tab order while it cannot be used, so that pressing it can say why.
    [approve, forTicket].forEach((one) => one.setAttribute("aria-disabled", String(isInvalid)));
  });
  return canBeRemembered(approval) ? [approve, forTicket] : [approve];
}

/** Where a person writes what goes with an answer; it is kept as it is typed. */
export function reasonField(editing: Editing, member: "reason" | "words"): HTMLTextAreaElement {
  const area = element("textarea", {
    class: "text reason",
    attributes: { id: member, rows: "2" },
    on: { input: () => editing.change({ [member]: area.value === "" ? undefined : area.value }) },
  });
  area.value = editing.draft[member] ?? "";
  return area;
}
