// Names that a query cannot capture, because declarators nest: `int (*table[4])(void)`, `Shop::Order::total`.

const inner = (node) =>
  node.childForFieldName("declarator") ??
  (/_declarator$|^reference|^parenthesized/.test(node.type) ? node.lastNamedChild : null);

function innermost(node) {
  const next = inner(node);
  return next === null ? node : innermost(next);
}

const declaratorsOf = (node) => node.childrenForFieldName("declarator").filter((child) => child !== null);

/** Whether a declaration declares a function, as a prototype does. */
export function isFunction(node) {
  const [declarator] = /declaration$/.test(node.type) ? declaratorsOf(node) : [];
  for (let at = declarator; at; at = inner(at)) {
    if (at.type === "function_declarator") {
      return at.childForFieldName("declarator")?.type !== "parenthesized_declarator";
    }
  }
  return false;
}

/** Whether what looks like a field only holds a type that is a declaration itself: `struct Line { … };` in a class. */
export function isOnlyAType(node) {
  return (
    /declaration$/.test(node.type) &&
    node.childForFieldName("type")?.childForFieldName("body") instanceof Object &&
    node.childForFieldName("declarator") === null
  );
}

/** The last part of a member's full name, and the parts before it. */
function split(name) {
  const at = name.lastIndexOf("::");
  return at < 0
    ? { name }
    : {
        name: name.slice(at + 2),
        container: name
          .slice(0, at)
          .replace(/<[^]*?>/g, "")
          .replaceAll("::", "."),
      };
}

/**
 * @param {object} node the declaration
 * @param {string[]} captured the names its query has found
 * @returns {{ name: string, container?: string }} a container only where the name itself tells it
 */
export function declaredNames(node, captured) {
  if (captured.length > 0) {
    return { name: captured.join(", ").replace(/^(module\.)?exports\./, "") };
  }
  const declarators = declaratorsOf(node);
  if (declarators.length > 0) {
    const names = declarators.map((declarator) => innermost(declarator).text.replace(/\s+/g, " "));
    return names.length === 1 ? split(names[0]) : { name: names.join(", ") };
  }
  const named = node.childrenForFieldName("name").filter((child) => child !== null);
  return {
    name: (named.length > 0 ? named : [node.childForFieldName("type")])
      .map((child) => child?.text ?? "")
      .join(", "),
  };
}
