"""The figures of training that may be watched, by their names."""

LARGER_IS_BETTER = ("accuracy",)


def larger_is_better(figure: str) -> bool:
    """Whether more of a figure is better, of the training or the validation rows, of one Output or of all."""
    return figure.endswith(LARGER_IS_BETTER)
