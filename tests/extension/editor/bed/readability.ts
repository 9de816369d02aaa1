// How well something can be read, measured from what the browser has computed.
import type { Locator } from "playwright-core";

/** Contrast of an element's text, or of its border, with what is behind it, as WCAG 2 counts it: from 1, the same, to 21. */
export function contrastOf(element: Locator, part: "text" | "border" = "text"): Promise<number> {
  return element.evaluate((node, measured) => {
    type Color = readonly [red: number, green: number, blue: number, alpha: number];

    /** However the colour is written: a browser that can paint it can be asked what it painted. */
    const colorOf = (css: string): Color => {
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = 1;
      const context = canvas.getContext("2d", { willReadFrequently: true });
      if (!context) {
        throw new Error("The browser has no canvas.");
      }
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue, alpha / 255];
    };
    const over = ([red, green, blue, alpha]: Color, below: Color): Color => [
      red * alpha + below[0] * (1 - alpha),
      green * alpha + below[1] * (1 - alpha),
      blue * alpha + below[2] * (1 - alpha),
      1,
    ];
    const behind = (start: Element | null): Color =>
      start === null
        ? [255, 255, 255, 1]
        : over(colorOf(getComputedStyle(start).backgroundColor), behind(start.parentElement));
    const luminance = ([red, green, blue]: Color): number => {
      const [r = 0, g = 0, b = 0] = [red, green, blue]
        .map((value) => value / 255)
        .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };

    const style = getComputedStyle(node);
    const isBorder = measured === "border";
    if (isBorder && (style.borderTopStyle === "none" || Number.parseFloat(style.borderTopWidth) < 1)) {
      return 1;
    }
    // A border is seen against what is around the element.
    const background = behind(isBorder ? node.parentElement : node);
    const color = over(colorOf(isBorder ? style.borderTopColor : style.color), background);
    const [dark = 0, light = 0] = [luminance(color), luminance(background)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  }, part);
}
