"""The outline: the project as a tree, which assistive technology can read."""
