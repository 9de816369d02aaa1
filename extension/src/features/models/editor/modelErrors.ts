import * as vscode from "vscode";
import { ResponseError } from "vscode-languageclient";
import { ErrorCodes } from "../../../protocol.generated";
import { isCancellation, UserError } from "../../../shared/errors";
import { languageModels } from "./languageModels";

/** What an account may use is used up, and no minutes bring it back. */
const spent =
  /quota.?exceeded\b|insufficient.?quota|premium.?requests?|monthly (\w+ )*(quota|limit)|allowance|out of credits?|payment required|\b402\b/i;
/** A limit by the minute is over soon, whatever else is said of quotas. */
const soon =
  /(try|retry|come back) (again )?in \d[\d.]* ?(ms|s|secs?|seconds?|m|mins?|minutes?)\b|per.?(minute|second)/i;
const often =
  /rate.?limit|too many requests|\b429\b|(try|retry|come back) (again )?in \d|per.?(minute|second)/i;
const quota = /quota/i;
const tooLong =
  /context.?(length|window)|prompt is too long|too many tokens|token limit|maximum .*tokens|exceeds .*tokens/i;
const filtered = /off.?topic|content.?filter|filtered|responsible.?ai/i;

/** Why a model cannot be called: nobody has allowed it. Nothing was sent. */
export function notAllowed(name: string): ResponseError {
  return new ResponseError(
    ErrorCodes.editorModelNeedsConsent,
    vscode.l10n.t(
      "Conductor may not use the editor's model {0} until you allow it. Run “Conductor: Allow Editor Model…”.",
      name,
    ),
  );
}

/** Why a model cannot be called: there is none of that name. */
export function notFound(name: string): ResponseError {
  return new ResponseError(
    ErrorCodes.editorModelNotFound,
    languageModels()
      ? vscode.l10n.t(
          "The editor has no model {0}. Check that the extension that brings it is installed and signed in, or choose another model.",
          name,
        )
      : noModels().message,
  );
}

/** Why there is nothing to choose from. */
export function noModels(): UserError {
  return new UserError(
    languageModels()
      ? vscode.l10n.t(
          "The editor has no models. Install an extension that brings some, such as GitHub Copilot, and sign in there; or choose a model of a provider that you have a key for.",
        )
      : vscode.l10n.t(
          "This editor offers no models to extensions. Choose a model of a provider that you have a key for.",
        ),
  );
}

/** What went wrong in a call, as a refusal that the server knows. A cancel stays one. */
export function toRefusal(error: unknown, name: string): unknown {
  if (isCancellation(error) || isEditorCancel(error) || error instanceof ResponseError) {
    return error instanceof ResponseError ? error : new vscode.CancellationError();
  }
  const said = textOf(error);
  const told = allOf(error);
  switch (codeOf(error)) {
    case "NoPermissions":
      return notAllowed(name);
    case "NotFound":
      return notFound(name);
    default:
      break;
  }
  if (!soon.test(told) && (spent.test(told) || (quota.test(told) && !often.test(told)))) {
    return new ResponseError(
      ErrorCodes.editorModelSpent,
      vscode.l10n.t(
        "The quota of the editor's model {0} is used up: {1} Wait until it begins anew, get more in the account that the editor is signed in to, or choose another model.",
        name,
        said,
      ),
    );
  }
  if (soon.test(told) || often.test(told)) {
    return new ResponseError(
      ErrorCodes.editorModelQuota,
      vscode.l10n.t("The editor's model {0} has been asked too often: {1}", name, said),
    );
  }
  if (codeOf(error) === "Blocked" || filtered.test(told)) {
    return new ResponseError(
      ErrorCodes.editorModelBlocked,
      vscode.l10n.t(
        "The editor's model {0} would not answer: {1} Change what it is asked, or choose another model.",
        name,
        said,
      ),
    );
  }
  if (tooLong.test(told)) {
    return new ResponseError(
      ErrorCodes.editorModelTooLong,
      vscode.l10n.t(
        "More was sent to the editor's model {0} than it takes: {1} Choose a model with a larger window, or give this one less to read.",
        name,
        said,
      ),
    );
  }
  return new ResponseError(
    ErrorCodes.editorModelFailed,
    vscode.l10n.t("The editor's model {0} gave no answer: {1}", name, said),
  );
}

/** The code of the editor's own errors about models; also of an error that an extension of another version made. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

function textOf(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).trim();
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}

/** What can be read about its kind. The editor wraps what the extension that brings the model threw. */
function allOf(error: unknown): string {
  return error instanceof Error
    ? [error.name, codeOf(error), error.message, error.cause === undefined ? "" : allOf(error.cause)].join(
        " ",
      )
    : String(error);
}

/** The editor's own cancel has no class that extensions know. */
function isEditorCancel(error: unknown): boolean {
  return error instanceof Error && error.name === "Canceled";
}
