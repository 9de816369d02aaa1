(import_declaration) @import

(class_declaration name: (_) @name body: (_) @body) @type
(interface_declaration name: (_) @name body: (_) @body) @type
(record_declaration name: (_) @name body: (_) @body) @type
(annotation_type_declaration name: (_) @name body: (_) @body) @type
(enum_declaration name: (_) @name body: (_) @body) @enum
(method_declaration name: (_) @name body: (_)? @body) @function
(constructor_declaration name: (_) @name body: (_) @body) @constructor
(compact_constructor_declaration name: (_) @name body: (_) @body) @constructor
(annotation_type_element_declaration name: (_) @name) @function
(field_declaration declarator: (variable_declarator name: (_) @name value: (_)? @value)) @field
(constant_declaration declarator: (variable_declarator name: (_) @name value: (_)? @value)) @field
(static_initializer (block) @body) @statements
(class_body (block) @body @statements)
