(import_declaration) @import

(function_declaration name: (_) @name body: (_)? @body) @function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: (_) @container))
  name: (_) @name
  body: (_)? @body) @function
(type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @type
(type_spec name: (_) @name type: (interface_type) @body) @type
(type_spec name: (_) @name) @other
(type_alias name: (_) @name) @other
(field_declaration) @field
(method_elem name: (_) @name) @function
(const_spec name: (_) @name value: (_)? @value) @field
(var_spec name: (_) @name value: (_)? @value) @field
