/** A key binding of the panel as this machine's keyboard writes it. */
export function shortcut(key: string): string {
  return navigator.userAgent.includes("Mac") ? `⌘ ${key}` : `Ctrl+${key}`;
}
