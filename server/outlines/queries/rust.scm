(use_declaration) @import
(extern_crate_declaration) @import

(function_item name: (_) @name body: (_) @body) @function
(function_signature_item name: (_) @name) @function
(struct_item name: (_) @name body: (field_declaration_list) @body) @type
(struct_item name: (_) @name) @other
(union_item name: (_) @name body: (_) @body) @type
(enum_item name: (_) @name) @enum
(trait_item name: (_) @name body: (_) @body) @type
(impl_item type: (_) @scope body: (_) @body) @namespace
(mod_item name: (_) @name body: (_) @body) @namespace
(mod_item name: (_) @name) @other
(field_declaration name: (_) @name) @field
(const_item name: (_) @name value: (_)? @value) @field
(static_item name: (_) @name value: (_)? @value) @field
(type_item name: (_) @name) @other
(associated_type name: (_) @name) @other
(macro_definition name: (_) @name (macro_rule)) @macro
