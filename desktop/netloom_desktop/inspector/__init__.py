"""The inspector: forms made from declarations, for what is chosen."""
