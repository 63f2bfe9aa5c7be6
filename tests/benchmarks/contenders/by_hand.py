"""The best loop in plain torch that we know: rows gathered for many steps at once, fused or foreach optimizers, and
figures read once an epoch. `LEAN=1` leaves out all figures and the validation rows.
"""

import os
from collections.abc import Iterator

import torch
from common import CLASSES, HIDDEN, LEARNING_RATE, Clock, answer, job
from torch import Tensor, nn
from torch.nn import functional as F

GATHERED_BYTES = 2**20  # still in the cache when the step reads it

settings, lean = job(), os.environ.get("LEAN") == "1"
if settings.threads:
    torch.set_num_threads(settings.threads)
torch.manual_seed(0)
inputs, classes, validation_inputs, validation_classes = map(torch.from_numpy, settings.arrays())
network = nn.Sequential(nn.Linear(inputs.shape[1], HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, CLASSES))
rate = LEARNING_RATE[settings.optimizer]
optimizer: torch.optim.Optimizer
match settings.optimizer:
    case "rmsprop":
        optimizer = torch.optim.RMSprop(network.parameters(), rate, alpha=0.9, eps=1e-7, foreach=True)
    case "adam":
        optimizer = torch.optim.Adam(network.parameters(), rate, eps=1e-7, fused=True)
    case _:
        optimizer = torch.optim.SGD(network.parameters(), rate, fused=True)


def batches() -> Iterator[tuple[Tensor, Tensor]]:
    size = settings.batch_size
    gathered = max(GATHERED_BYTES // (inputs[:1].nbytes * size), 1) * size
    for rows in torch.randperm(len(inputs)).split(gathered):
        yield from zip(inputs.index_select(0, rows).split(size), classes.index_select(0, rows).split(size), strict=True)


def epoch() -> float | None:
    losses, answers, targets, rows = [], [], [], []
    for batch, target in batches():
        logits = network(batch)
        loss = F.cross_entropy(logits, target)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if not lean:
            losses.append(loss.detach())
            answers.append(logits.detach())
            targets.append(target)
            rows.append(len(target))
    if lean:
        return None
    (torch.stack(losses).double() @ torch.tensor(rows).double() / len(inputs)).item()
    (torch.cat(answers).argmax(1) == torch.cat(targets)).double().mean().item()
    return validation()


@torch.inference_mode()
def validation() -> float:
    logits = network(validation_inputs)
    F.cross_entropy(logits, validation_classes).item()
    return (logits.argmax(1) == validation_classes).double().mean().item()


clock, accuracy = Clock(), None
clock.start()
for _ in range(settings.epochs):
    accuracy = epoch()
    clock.lap()
answer(clock, torch.get_num_threads(), accuracy)
