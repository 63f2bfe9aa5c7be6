"""Source code as it is read: numbered, coloured, and chosen line by line."""
