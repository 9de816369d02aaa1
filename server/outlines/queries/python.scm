(import_statement) @import
(import_from_statement) @import
(future_import_statement) @import

(function_definition name: (_) @name body: (_) @body) @function
(class_definition name: (_) @name body: (_) @body) @type
(expression_statement (assignment left: (identifier) @name right: (_)? @value) @field)
(type_alias_statement left: (_) @name) @other
