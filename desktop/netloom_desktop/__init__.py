"""Netloom's window: the only package that knows Qt. It describes and shows; what computes is a process of its own."""
