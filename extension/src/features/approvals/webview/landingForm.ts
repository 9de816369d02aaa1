import type { EvidenceInfo, LandingInfo, LandingProblemInfo } from "../../../protocol.generated";
import type { ShownApproval } from "../panelMessages";
import { format, type PageStrings } from "../pageStrings";
import { button, element, hint, icon, section, setVisible } from "./elements";

/** What is shown of work that is to land, and what follows the person's comments. */
export interface LandingForm {
  readonly nodes: readonly Node[];
  update(shown: ShownApproval): void;
}

/** Work that is to land: what kept it from landing, the worker's account, the way to its changes, and what its acceptance said. */
export function landingForm(strings: PageStrings, landing: LandingInfo, review: () => void): LandingForm {
  const changed = element("p", { class: "changed" });
  const comments = element("div", { attributes: { "aria-live": "polite" } });
  let drawn: string | undefined;
  return {
    nodes: [
      ...(landing.problem ? [problem(strings, landing.problem)] : []),
      section(
        "account-title",
        strings.account,
        [],
        landing.summary === ""
          ? hint(strings.noAccount)
          : element("p", { class: "account" }, landing.summary),
      ),
      ...(landing.sentBack === undefined
        ? []
        : [
            section(
              "back-title",
              strings.sentBackWith,
              [],
              element("p", { class: "account" }, landing.sentBack),
            ),
          ]),
      section(
        "work-title",
        strings.work,
        [button(strings.reviewChanges, review, { icon: "diff-multiple" })],
        changed,
        element("p", { class: "branch" }, `${strings.branch}: `, element("code", {}, landing.tree.branch)),
        comments,
      ),
      evidence(strings, landing.evidence),
    ],
    update: ({ comments: said = [], files = "" }) => {
      changed.textContent = files;
      setVisible(changed, files !== "");
      const key = JSON.stringify(said);
      if (key !== drawn) {
        drawn = key;
        comments.replaceChildren(...remarks(strings, said));
      }
    },
  };
}

function problem(strings: PageStrings, { kind, detail, files }: LandingProblemInfo): HTMLElement {
  return element(
    "div",
    { class: "callout warning", attributes: { role: "note" } },
    icon("warning"),
    element(
      "div",
      { class: "problem" },
      element("p", {}, element("strong", {}, strings.problems[kind])),
      element("p", {}, detail),
      files.length === 0
        ? undefined
        : element(
            "ul",
            { class: "known", attributes: { "aria-label": strings.conflictFiles } },
            ...files.map((file) => element("li", {}, element("code", {}, file))),
          ),
    ),
  );
}

function remarks(strings: PageStrings, said: readonly string[]): readonly Node[] {
  return said.length === 0
    ? [hint(strings.noComments)]
    : [
        element("p", {}, element("strong", {}, format(strings.comments, said.length))),
        element("ul", { class: "remarks" }, ...said.map((one) => element("li", {}, one))),
        hint(strings.commentsHint),
      ];
}

function evidence(strings: PageStrings, ran: readonly EvidenceInfo[]): HTMLElement {
  return section(
    "evidence-title",
    strings.evidence,
    [],
    ...(ran.length === 0 ? [hint(strings.noEvidence)] : ran.map((one) => proof(strings, one))),
  );
}

/** Folded, but where it failed: that is what a person looks for. */
function proof(strings: PageStrings, { command, exitCode, merged, output, tree }: EvidenceInfo): HTMLElement {
  const isPassed = exitCode === 0;
  const text = output.trim();
  const drawer = element(
    "details",
    { class: "proof" },
    element(
      "summary",
      {},
      icon(isPassed ? "pass" : "error"),
      element("code", {}, command),
      element(
        "span",
        {
          class: "where",
          ...(tree === undefined ? {} : { attributes: { title: format(strings.mergedTreeIs, tree) } }),
        },
        merged ? strings.onMergedTree : strings.inOwnTree,
      ),
      element(
        "span",
        { class: isPassed ? "verdict" : "verdict failed" },
        isPassed ? strings.passed : format(strings.exitCode, exitCode),
      ),
    ),
    text === ""
      ? hint(strings.noOutput)
      : element("pre", { class: "output", attributes: { tabindex: "0", "aria-label": command } }, text),
  );
  drawer.open = !isPassed;
  return drawer;
}
