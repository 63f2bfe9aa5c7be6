"""A trained run for use without Netloom, in any format, proven against the network before it is written."""
