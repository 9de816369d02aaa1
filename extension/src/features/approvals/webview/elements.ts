/** What an element can be given. Text always becomes a text node: no markup is ever parsed. */
export interface ElementOptions {
  readonly class?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly on?: Readonly<Record<string, (event: Event) => void>>;
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  options: ElementOptions = {},
  ...children: readonly (Node | string | undefined)[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  if (options.class !== undefined) {
    created.className = options.class;
  }
  for (const [name, value] of Object.entries(options.attributes ?? {})) {
    created.setAttribute(name, value);
  }
  for (const [name, handler] of Object.entries(options.on ?? {})) {
    created.addEventListener(name, handler);
  }
  for (const child of children) {
    if (child !== undefined) {
      created.append(child);
    }
  }
  return created;
}

/** A codicon; it only decorates, words say the same. */
export function icon(name: string): HTMLElement {
  return element("span", { class: `codicon codicon-${name}`, attributes: { "aria-hidden": "true" } });
}

export function button(
  label: string,
  press: () => void,
  options: { readonly class?: string; readonly icon?: string; readonly title?: string } = {},
): HTMLButtonElement {
  const created = element(
    "button",
    { class: options.class ?? "secondary", attributes: { type: "button" }, on: { click: press } },
    options.icon === undefined ? undefined : icon(options.icon),
    element("span", { class: "label" }, label),
  );
  if (options.title !== undefined) {
    created.title = options.title;
  }
  return created;
}

/** A button that is only an icon; its label is its name for screen readers and its tooltip. */
export function iconButton(name: string, label: string, press: () => void): HTMLButtonElement {
  return element(
    "button",
    {
      class: "icon",
      attributes: { type: "button", title: label, "aria-label": label },
      on: { click: press },
    },
    icon(name),
  );
}

/** A titled part of the page. */
export function section(
  id: string,
  title: string,
  aside: readonly (Node | undefined)[],
  ...children: readonly (Node | string | undefined)[]
): HTMLElement {
  const heading = element("h2", { attributes: { id } }, title);
  return element(
    "section",
    { attributes: { "aria-labelledby": id } },
    element("div", { class: "section-head" }, heading, ...aside),
    ...children,
  );
}

/** A quiet text that explains. */
export function hint(text: string, id?: string): HTMLElement {
  return element("p", { class: "hint", attributes: id === undefined ? {} : { id } }, text);
}

/** Shows or hides without giving up its place in the document. */
export function setVisible(target: HTMLElement, isVisible: boolean): void {
  target.hidden = !isVisible;
}
