"""A trained run as a folder of plain PyTorch that trains and predicts without Netloom."""
