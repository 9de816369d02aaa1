import { ErrorCodes } from "vscode-languageclient";
import { codeOf } from "../shared/errors";

/** Codes that the client gives an error of its own; the server refuses with others. */
const lost: readonly number[] = [
  ErrorCodes.MessageWriteError,
  ErrorCodes.MessageReadError,
  ErrorCodes.PendingResponseRejected,
  ErrorCodes.ConnectionInactive,
];

/** True when the connection ended before the answer came, so that nobody knows whether the request was dealt with. */
export function isLostConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && lost.includes(code);
}
