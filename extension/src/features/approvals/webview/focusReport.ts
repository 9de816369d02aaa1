import type { Host } from "./host";

/**
 * Tells the panel when the keyboard comes into its page and when it leaves. The editor knows a panel only as its active editor,
 * which it stays while the person types into a side bar, and a key that was meant for that must not answer a request.
 */
export function reportFocus(host: Pick<Host, "send">): void {
  const tell = (isFocused: boolean): void => host.send({ type: "focused", isFocused });
  window.addEventListener("focus", () => tell(true));
  window.addEventListener("blur", () => tell(false));
  tell(document.hasFocus());
}
