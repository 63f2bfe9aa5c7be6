"""Everything about a project that is not a block: declared like blocks, so that forms and help follow from it."""
