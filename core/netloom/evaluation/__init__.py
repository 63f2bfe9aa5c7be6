"""A trained run → an honest report: metrics with intervals, baselines beside them, and a verdict in words."""

from netloom.evaluation.evaluating import evaluate
from netloom.evaluation.report import Estimate, OutputReport, Report

__all__ = ["Estimate", "OutputReport", "Report", "evaluate"]
