"""Training: the network of a project, its rows on the device, and the events that tell how it goes."""
