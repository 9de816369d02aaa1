// From the matches of a query to what may be a declaration, each node once.
import { declaredNames, isFunction, isOnlyAType } from "./names.mjs";

const notKinds = new Set(["name", "body", "value", "container", "scope", "import"]);

/** The node that a declaration begins and ends with: `export` and decorators belong to it. */
function outermost(node, wrappers) {
  const parent = node.parent;
  const isWrapped =
    parent !== null &&
    (wrappers.includes(parent.type) || (wrappers.includes("single") && isOnly(node, parent)));
  return isWrapped ? outermost(parent, wrappers) : node;
}

/** `type A struct {}`, and not `type ( A struct {} )`. */
const isOnly = (node, parent) => parent.type.endsWith("_declaration") && parent.child(1)?.id === node.id;

const withoutSigns = (type) =>
  type
    .replace(/^[*&\s]+/, "")
    .replace(/[<[][^]*$/, "")
    .trim();

function read({ captures, patternIndex }, language) {
  const all = (name) => captures.filter((capture) => capture.name === name).map((capture) => capture.node);
  const { name: kind, node } = captures.find((capture) => !notKinds.has(capture.name));
  const [body] = all("body");
  const [container] = all("container");
  const [scope] = all("scope");
  const names = all("name").map(({ text }) => text);
  const outer = outermost(node, language.wrappers);
  const declared = declaredNames(node, names);
  return {
    pattern: patternIndex,
    kind: kind === "field" && isFunction(node) ? "function" : kind === "macro" ? "other" : kind,
    isMacro: kind === "macro",
    node,
    outer,
    name: scope === undefined ? declared.name : node.text.slice(0, body.startIndex - node.startIndex).trim(),
    own: container === undefined ? declared.container : withoutSigns(container.text),
    scope: scope === undefined ? undefined : withoutSigns(scope.text),
    bodyNode: body,
    values: body === undefined ? all("value") : [body],
    isValue: body === undefined,
  };
}

/** `let a = 1, b = 2` is one declaration with two names. */
function merge(first, second) {
  first.name = first.name === second.name ? first.name : `${first.name}, ${second.name}`;
  first.values.push(...second.values);
  first.bodyNode ??= second.bodyNode;
}

/**
 * @param {object[]} matches of a language's query
 * @returns {{ candidates: object[], imports: object[] }} in the order of the text, what is around others before them
 */
export function candidatesOf(matches, language) {
  const imports = matches
    .flatMap(({ captures }) => captures.filter(({ name }) => name === "import"))
    .map(({ node }) => node);
  const byNode = new Map();
  for (const match of matches.filter(({ captures }) => captures[0].name !== "import")) {
    const candidate = read(match, language);
    if (candidate.kind === "field" && isOnlyAType(candidate.node)) {
      continue;
    }
    const earlier = byNode.get(candidate.node.id);
    if (earlier === undefined || candidate.pattern < earlier.pattern) {
      byNode.set(candidate.node.id, candidate);
    } else if (earlier.pattern === candidate.pattern) {
      merge(earlier, candidate);
    }
  }
  const byOuter = new Map();
  const inOrder = [...byNode.values()].sort(
    (a, b) =>
      a.outer.startIndex - b.outer.startIndex ||
      b.outer.endIndex - a.outer.endIndex ||
      a.node.startIndex - b.node.startIndex,
  );
  for (const candidate of inOrder) {
    const earlier = byOuter.get(candidate.outer.id);
    if (earlier === undefined) {
      byOuter.set(candidate.outer.id, candidate);
    } else if (candidate.node.startIndex >= earlier.node.endIndex) {
      merge(earlier, candidate);
    }
  }
  return { candidates: [...byOuter.values()], imports };
}
