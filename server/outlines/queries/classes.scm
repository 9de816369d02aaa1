(abstract_class_declaration name: (_) @name body: (_) @body) @type
(public_field_definition name: (_) @name value: [
  (arrow_function body: (_) @body)
  (function_expression body: (_) @body)
]) @function
(public_field_definition name: (_) @name value: (_)? @value) @field
(abstract_method_signature name: (_) @name) @function
