"""Training in the window: runs as they tell what happens, jobs, settings, controls and plots."""
