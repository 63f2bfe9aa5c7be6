"""The canvas: blocks and wires as the user sees and moves them. It shows an editor's project and edits through it."""
