"""`model.fit` of Keras 3 on TensorFlow, on arrays in memory and without a progress bar."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # no greeting

from typing import Any

import keras
from common import CLASSES, HIDDEN, LEARNING_RATE, VALIDATION_BATCH, Clock, answer, job

settings = job()
keras.utils.set_random_seed(0)
inputs, classes, validation_inputs, validation_classes = settings.arrays()
model = keras.Sequential(
    [
        keras.layers.Input((inputs.shape[1],)),
        keras.layers.Dense(HIDDEN, activation="relu"),
        keras.layers.Dense(CLASSES, activation="softmax"),
    ]
)
optimizers = {"rmsprop": keras.optimizers.RMSprop, "adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}
optimizer = optimizers[settings.optimizer](learning_rate=LEARNING_RATE[settings.optimizer])
model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile="auto")
clock, accuracies = Clock(), []


class Laps(keras.callbacks.Callback):
    def on_train_begin(self, logs: Any = None) -> None:
        clock.start()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        clock.lap()
        accuracies.append(float((logs or {})["val_accuracy"]))


model.fit(
    inputs,
    classes,
    batch_size=settings.batch_size,
    epochs=settings.epochs,
    validation_data=(validation_inputs, validation_classes),
    validation_batch_size=VALIDATION_BATCH,
    verbose=0,
    callbacks=[Laps()],
)
answer(clock, os.cpu_count() or 1, accuracies[-1])
