"""A file that a trained network answers for: its rows with the answers, how unlike the training data it is, saving."""
