"""`Trainer.fit` of Lightning with loss and accuracy logged once an epoch, without bar, checkpoints and logger."""

import logging
import warnings
from typing import Any

import lightning
import torch
from common import CLASSES, HIDDEN, LEARNING_RATE, VALIDATION_BATCH, Clock, answer, job
from torch import Tensor, nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset

warnings.filterwarnings("ignore")  # advice on workers and GPUs
logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)

settings = job()
if settings.threads:
    torch.set_num_threads(settings.threads)
torch.manual_seed(0)
inputs, classes, validation_inputs, validation_classes = map(torch.from_numpy, settings.arrays())
clock = Clock()


class Network(lightning.LightningModule):
    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(inputs.shape[1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))

    def _measured(self, batch: tuple[Tensor, Tensor], prefix: str) -> Tensor:
        rows, targets = batch
        logits = self.layers(rows)
        loss = F.cross_entropy(logits, targets)
        accuracy = (logits.argmax(1) == targets).float().mean()
        self.log_dict({f"{prefix}loss": loss, f"{prefix}accuracy": accuracy}, on_step=False, on_epoch=True)
        return loss

    def training_step(self, batch: tuple[Tensor, Tensor]) -> Tensor:
        return self._measured(batch, "")

    def validation_step(self, batch: tuple[Tensor, Tensor]) -> None:
        self._measured(batch, "validation_")

    def configure_optimizers(self) -> torch.optim.Optimizer:
        rate = LEARNING_RATE[settings.optimizer]
        match settings.optimizer:
            case "rmsprop":
                return torch.optim.RMSprop(self.parameters(), rate, alpha=0.9, eps=1e-7)
            case "adam":
                return torch.optim.Adam(self.parameters(), rate)
            case _:
                return torch.optim.SGD(self.parameters(), rate)


class Laps(lightning.Callback):
    def on_train_start(self, *_: Any) -> None:
        clock.start()

    def on_train_epoch_end(self, *_: Any) -> None:
        clock.lap()


trainer = lightning.Trainer(
    max_epochs=settings.epochs,
    accelerator="cpu",
    callbacks=[Laps()],
    logger=False,
    enable_checkpointing=False,
    enable_progress_bar=False,
    enable_model_summary=False,
    num_sanity_val_steps=0,
)
trainer.fit(
    Network(),
    DataLoader(TensorDataset(inputs, classes), settings.batch_size, shuffle=True),
    DataLoader(TensorDataset(validation_inputs, validation_classes), VALIDATION_BATCH),
)
answer(clock, torch.get_num_threads(), float(trainer.callback_metrics["validation_accuracy"]))
