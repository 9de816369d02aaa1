/** About what a tokenizer would say: a token for every four bytes of what is counted. */
export function tokensOf(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value ?? "");
  return Math.ceil(Buffer.byteLength(text, "utf8") / 4);
}
