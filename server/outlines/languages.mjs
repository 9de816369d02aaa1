// What is particular to each language beside its query.

/** Comments that are documentation when they stand right above a declaration. */
const slashes = /^(\/\*\*(?![*/])|\/\/\/(?!\/)|\/\/!|\/\*!)/;
const anyComment = /^\/[/*]/;

const script = {
  // A declaration with one of these around it begins where they do.
  wrappers: ["export_statement", "lexical_declaration", "variable_declaration", "ambient_declaration"],
  docs: slashes,
  hasStatements: true,
};

const cFamily = {
  grammar: "cpp",
  query: ["cpp"],
  wrappers: ["template_declaration"],
  docs: anyComment,
  hasConditions: true,
};

/**
 * By id: the grammar's file, the query's parts, nodes that belong to what is in them, which comments are documentation,
 * whether statements stand outside declarations, whether a body begins with its documentation, and whether a preprocessor comes first.
 */
export const languages = {
  typescript: { ...script, grammar: "typescript", query: ["javascript", "classes", "typescript"] },
  tsx: { ...script, grammar: "tsx", query: ["javascript", "classes", "typescript"] },
  javascript: { ...script, grammar: "javascript", query: ["javascript", "fields"] },
  python: {
    grammar: "python",
    query: ["python"],
    wrappers: ["decorated_definition", "expression_statement"],
    docs: /^$/,
    hasStatements: true,
    hasDocstrings: true,
  },
  go: { grammar: "go", query: ["go"], wrappers: ["single"], docs: anyComment },
  java: { grammar: "java", query: ["java"], wrappers: [], docs: slashes },
  rust: { grammar: "rust", query: ["rust"], wrappers: [], docs: slashes },
  c: cFamily,
  cpp: cFamily,
};
