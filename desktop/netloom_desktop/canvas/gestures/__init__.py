"""What a hand does on the canvas, one class a gesture: it starts, moves, and ends in one edit, or is cancelled."""
