"""Netloom's window: the only package that knows Qt. It describes and shows; what computes is a process of its own."""

# Qt for Python reads the source of all that is imported after it, to look for itself. This has no Qt: it comes before.
import netloom.edits
import netloom.protocol
import netloom.storage  # noqa: F401  # loaded for what comes after it
