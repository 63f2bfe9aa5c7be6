"""Answers for new rows: read as the training data was, compared with it, shown in windows, and written."""

from netloom.prediction.comparing import drift_of
from netloom.prediction.one_row import OneRow, one_row
from netloom.prediction.predicting import Prediction, predict
from netloom.prediction.scoring import Scoring, scoring

__all__ = ["OneRow", "Prediction", "Scoring", "drift_of", "one_row", "predict", "scoring"]
