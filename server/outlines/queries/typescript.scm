(interface_declaration name: (_) @name body: (_) @body) @type
(interface_body (property_signature name: (_) @name) @property)
(method_signature name: (_) @name) @function
(interface_body (call_signature) @function)
(interface_body (construct_signature) @constructor)
(interface_body (index_signature) @property)
(enum_declaration name: (_) @name) @enum
(type_alias_declaration name: (_) @name) @other
(function_signature name: (_) @name) @function
(internal_module name: (_) @name body: (_) @body) @namespace
(module name: (_) @name body: (_) @body) @namespace
