import type { PageEngineState, PageState } from "../panelMessages";
import type { PageStrings } from "../pageStrings";
import type { Help } from "../standstill";
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

/** The page while no request waits. What has come to a standstill does, in its way. */
export function emptyPage(
  { standstill, strings }: Pick<PageState, "standstill" | "strings">,
  help: (way: Help) => void,
): HTMLElement {
  if (standstill) {
    return element(
      "div",
      { class: "empty" },
      icon(standstill.icon),
      element("h1", { attributes: { tabindex: "-1" } }, standstill.title),
      element("p", {}, standstill.detail),
      element(
        "div",
        { class: "buttons" },
        ...standstill.ways.map((way, index) =>
          button(way.label, () => help(way.help), index === 0 ? { class: "primary" } : {}),
        ),
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
