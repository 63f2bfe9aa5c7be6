"""A trained run → an honest report: metrics with intervals, baselines beside them, and a verdict in words."""

from netloom.evaluation.evaluating import evaluate
from netloom.evaluation.report import Estimate, OutputReport, Report
from netloom.settings.costs import Costs

__all__ = ["Costs", "Estimate", "OutputReport", "Report", "evaluate"]
