import * as vscode from "vscode";
import type { ViewLevelName, ViewResult } from "../../protocol.generated";
import { fullCount } from "../../shared/numbers";
import { inOneLine } from "../../shared/plainText";

/** Why a view cannot be made is a line. */
const longestReason = 600;

/**
 * The first line of a curated view's document: what it is, where its file stands when it was asked for of a ticket, and
 * what it costs, as a comment of the file's language.
 */
export function viewHeading(view: ViewResult, ticketId?: string): string {
  const parts = [
    vscode.l10n.t("{0} of {1}", levelWord(view.level), view.path),
    placeWords(view, ticketId),
    tokenWords(view),
    view.elidedBodies === 1
      ? vscode.l10n.t("1 body left out")
      : view.elidedBodies > 1
        ? vscode.l10n.t("{0} bodies left out", view.elidedBodies)
        : "",
    view.note ?? "",
  ];
  return comment(view.path, parts.filter((part) => part !== "").join(" · "));
}

/** In the place of a view that was there and cannot be made any more. */
export function failedHeading(path: string, level: ViewLevelName, why: string): string {
  const words = vscode.l10n.t("{0} of {1} cannot be shown now: {2}", levelWord(level), path, why);
  return comment(path, inOneLine(words, longestReason));
}

function placeWords({ treeFolder }: ViewResult, ticketId: string | undefined): string {
  if (ticketId === undefined) {
    return "";
  }
  return treeFolder === undefined
    ? vscode.l10n.t("in your folder, since {0} has no working tree now", ticketId)
    : vscode.l10n.t("in the working tree of {0}", ticketId);
}

/** What is around the view's code is counted apart: with it a view can be longer than its file. */
function tokenWords({ tokens, fullTokens, aroundTokens = 0 }: ViewResult): string {
  const own = vscode.l10n.t("{0} of {1} tokens", fullCount(tokens - aroundTokens), fullCount(fullTokens));
  return aroundTokens > 0
    ? vscode.l10n.t("{0}, and {1} of what it uses and who uses it", own, fullCount(aroundTokens))
    : own;
}

export function levelWord(level: ViewLevelName): string {
  switch (level) {
    case "curated":
      return vscode.l10n.t("Curated view");
    case "skeleton":
      return vscode.l10n.t("Skeleton");
    case "outline":
      return vscode.l10n.t("Outline");
    case "signature":
      return vscode.l10n.t("Signature");
    case "full":
      return vscode.l10n.t("Full text");
  }
}

const hashLanguages = /\.(py|rb|sh|ya?ml|toml|ps1|r|pl|conf|dockerfile|gitignore|editorconfig)$/i;
const markupLanguages = /\.(md|html?|xml|xaml|svg|csproj|props|targets|vue)$/i;

function comment(path: string, text: string): string {
  if (markupLanguages.test(path)) {
    return `<!-- ${text} -->`;
  }
  return hashLanguages.test(path) ? `# ${text}` : `// ${text}`;
}
