(import_statement) @import

(function_declaration name: (_) @name body: (_) @body) @function
(generator_function_declaration name: (_) @name body: (_) @body) @function
(class_declaration name: (_) @name body: (_) @body) @type
(class_body (method_definition name: (_) @name body: (_) @body) @function)

(variable_declarator name: (_) @name value: [
  (arrow_function body: (_) @body)
  (function_expression body: (_) @body)
  (generator_function body: (_) @body)
]) @function
(variable_declarator name: (_) @name value: (class body: (_) @body)) @type
(variable_declarator name: (_) @name value: (_)? @value) @field

; export default function () {}, class {} and plain values
(export_statement "default" @name value: [
  (arrow_function body: (_) @body)
  (function_expression body: (_) @body)
]) @function
(export_statement "default" @name value: (class body: (_) @body)) @type
(export_statement "default" @name value: (_) @value) @field

; exports.name = function () {}
(expression_statement (assignment_expression
  left: (member_expression) @name
  right: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ])) @function
