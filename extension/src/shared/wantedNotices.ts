import * as vscode from "vscode";
import { settings } from "../commands";

/** Which notices a person wants to see. */
export type WantedNotices = "all" | "errorsOnly" | "off";

/** What the person has set now. It is about messages that come by themselves, not about those that a command ends with. */
export function wantedNotices(): WantedNotices {
  return vscode.workspace.getConfiguration().get<WantedNotices>(settings.notifications, "all");
}
