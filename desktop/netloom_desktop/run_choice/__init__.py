"""Which run is looked at in Results and handed on in Ship: one rule, and one widget to choose another."""
