import type { DecisionName, DoubtInfo } from "../../../protocol.generated";
import type { Submit } from "./actions";
import { Decision } from "./decision";
import type { Editing } from "./editing";
import { button, element } from "./elements";

/** What became of a call in doubt: it is made again, or a person says that it is done or has failed. */
export function doubtActions(editing: Editing, doubt: DoubtInfo, submit: Submit): Decision {
  const { strings } = editing;
  const decision = new Decision(strings);
  const look = (name: DecisionName): { readonly class: string } => ({
    class: doubt.suggestedDecision === name ? "primary" : "secondary",
  });
  const doneRow = decision.askText({
    area: field(editing, "result", doubt.suggestedResult),
    label: strings.result,
    hint: strings.resultHint,
    confirm: strings.treatAsDone,
    submit: () => submit("treatAsDone"),
  });
  const failedRow = decision.askText({
    area: field(editing, "reason", ""),
    label: strings.reason,
    hint: strings.reasonHint,
    confirm: strings.treatAsFailed,
    submit: () => submit("treatAsFailed"),
  });
  const abortRow = decision.askAbort(() => submit("abort"));
  decision.takes("reason", failedRow);
  decision.offer(
    button(strings.runAgain, () => submit("runAgain"), { ...look("runAgain"), title: strings.runAgainHint }),
    decision.opens(doneRow, strings.treatAsDoneMore, look("treatAsDone")),
    decision.opens(failedRow, strings.treatAsFailedMore, look("treatAsFailed")),
    element("span", { class: "spacer" }),
    decision.opens(abortRow, strings.abortMore, { class: "quiet" }),
  );
  return decision;
}

function field(editing: Editing, member: "reason" | "result", proposed: string): HTMLTextAreaElement {
  const area = element("textarea", {
    class: "text",
    attributes: { id: member, rows: "2" },
    on: {
      input: () =>
        editing.change({ [member]: area.value === "" || area.value === proposed ? undefined : area.value }),
    },
  });
  area.value = editing.draft[member] ?? proposed;
  return area;
}
