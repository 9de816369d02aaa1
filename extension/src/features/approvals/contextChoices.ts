/** What a file of a ticket's context can be shown as; `auto` is by its place in the list, `remove` is not at all. */
export const contextChoices = [
  "full",
  "curated",
  "skeleton",
  "outline",
  "signature",
  "auto",
  "remove",
] as const;
export type ContextChoice = (typeof contextChoices)[number];
