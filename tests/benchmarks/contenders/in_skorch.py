"""`fit` of skorch, with its usual measuring and without printing."""

from typing import Any

import torch
from common import CLASSES, HIDDEN, LEARNING_RATE, VALIDATION_BATCH, Clock, answer, job
from skorch import NeuralNetClassifier
from skorch.callbacks import Callback
from skorch.dataset import Dataset
from skorch.helper import predefined_split
from torch import nn

settings = job()
if settings.threads:
    torch.set_num_threads(settings.threads)
torch.manual_seed(0)
inputs, classes, validation_inputs, validation_classes = settings.arrays()
clock = Clock()


class Laps(Callback):  # type: ignore[misc]  # skorch has no types
    def on_train_begin(self, net: Any, **_: Any) -> None:
        clock.start()

    def on_epoch_end(self, net: Any, **_: Any) -> None:
        clock.lap()


net = NeuralNetClassifier(
    nn.Sequential(nn.Linear(inputs.shape[1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES)),
    criterion=nn.CrossEntropyLoss,
    optimizer={"rmsprop": torch.optim.RMSprop, "adam": torch.optim.Adam, "sgd": torch.optim.SGD}[settings.optimizer],
    lr=LEARNING_RATE[settings.optimizer],
    max_epochs=settings.epochs,
    batch_size=settings.batch_size,
    iterator_train__shuffle=True,
    iterator_valid__batch_size=VALIDATION_BATCH,
    train_split=predefined_split(Dataset(validation_inputs, validation_classes)),
    callbacks=[Laps()],
    verbose=0,
)
net.fit(inputs, classes)
answer(clock, torch.get_num_threads(), float(net.history[-1, "valid_acc"]))
