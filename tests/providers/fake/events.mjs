/** The name of an event that says its type, also of one that is broken. */
export const eventOf = (chunk) =>
  typeof chunk === "string" ? /"type":\s*"([\w.]+)"/.exec(chunk)?.[1] : chunk.type;
