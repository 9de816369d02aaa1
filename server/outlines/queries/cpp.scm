(preproc_include) @import

(namespace_definition name: (_)? @name body: (_) @body) @namespace
(type_definition type: [
  (struct_specifier body: (_) @body)
  (union_specifier body: (_) @body)
]) @type
(type_definition) @other
(class_specifier name: (_) @name body: (_) @body) @type
(struct_specifier name: (_) @name body: (_) @body) @type
(union_specifier name: (_) @name body: (_) @body) @type
(enum_specifier name: (_) @name body: (_)) @enum
(concept_definition name: (_) @name) @other
(alias_declaration name: (_) @name) @other
(function_definition body: (_) @body) @function
(function_definition) @function
(field_declaration default_value: (_)? @value) @field
(declaration declarator: (init_declarator value: (_) @value)) @field
(declaration) @field
(preproc_def name: (_) @name) @other
(preproc_function_def name: (_) @name value: (_)? @value) @other
