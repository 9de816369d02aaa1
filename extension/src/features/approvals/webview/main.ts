import "./approval.css";
import "./fields.css";
import "./tables.css";
import "./change.css";
import "./landing.css";
import "./buttons.css";
// Last: it goes over all of them.
import "./highContrast.css";
import type { HostMessage } from "../panelMessages";
import { reportFocus } from "./focusReport";
import { Host, type WebviewApi } from "./host";
import { Page } from "./page";

declare function acquireVsCodeApi(): WebviewApi;

const host = new Host(acquireVsCodeApi());
const root = document.getElementById("page");
if (root) {
  const page = new Page(root, host, () => performance.now());
  // Only the editor can post here: the page is in a frame of its own, and loads nothing from elsewhere.
  window.addEventListener("message", (event: MessageEvent<HostMessage>) => page.receive(event.data));
  const { approvalId } = host;
  host.send({ type: "ready", ...(approvalId === undefined ? {} : { approvalId }) });
  reportFocus(host);
}
