import type { PageEngineState, PageState } from "../panelMessages";
import { format, type PageStrings } from "../pageStrings";
import { button, element, icon } from "./elements";

/** What the banner says while the engine is not ready. */
export function engineNotice(
  engine: Exclude<PageEngineState, "ready">,
  strings: PageStrings,
  restart: () => void,
): readonly Node[] {
  return engine === "starting"
    ? [icon("loading"), element("span", {}, strings.engineStarting)]
    : [
        icon("debug-disconnect"),
        element("span", {}, strings.engineDown),
        button(strings.restartEngine, restart),
      ];
}

/** The page while nothing waits. A ticket that ended for want of a key does, in its way. */
export function emptyPage(
  { keyless, strings }: Pick<PageState, "keyless" | "strings">,
  help: (type: "setKey" | "retry") => void,
): HTMLElement {
  if (keyless) {
    return element(
      "div",
      { class: "empty" },
      icon("key"),
      element("h1", { attributes: { tabindex: "-1" } }, format(strings.keyless, keyless.ticketId)),
      element("p", {}, keyless.detail),
      element(
        "div",
        { class: "buttons" },
        button(strings.setKey, () => help("setKey"), { class: "primary" }),
        button(strings.retry, () => help("retry")),
      ),
    );
  }
  return element(
    "div",
    { class: "empty" },
    icon("pass"),
    element("h1", { attributes: { tabindex: "-1" } }, strings.empty),
    element("p", {}, strings.emptyHint),
  );
}

/** How a request ended that somebody else answered, and the way on where more wait. It can have the focus, which the form has lost. */
export function resolution(
  notice: string,
  strings: PageStrings,
  next: (() => void) | undefined,
): HTMLElement {
  return element(
    "div",
    { class: "resolution" },
    element("p", { class: "notice", attributes: { role: "status", tabindex: "-1" } }, notice),
    next === undefined ? undefined : button(strings.reviewNext, next, { class: "primary" }),
  );
}
