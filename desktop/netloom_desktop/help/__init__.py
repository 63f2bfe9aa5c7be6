"""Help that needs no network: all keys, every block, and what this program is."""
