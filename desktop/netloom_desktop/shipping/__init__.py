"""Handing a trained network on: which run, as what, with which proof."""
