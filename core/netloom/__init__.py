"""Netloom."""
