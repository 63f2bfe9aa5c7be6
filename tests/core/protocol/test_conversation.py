"""The asking side: whatever an engine says, or does not say, every request ends with one final reply."""

import pytest

from netloom.events import Progress
from netloom.project import Project
from netloom.protocol import (
    Cancelled,
    CheckData,
    Conversation,
    Detach,
    Done,
    Failed,
    Happened,
    Heard,
    Problems,
    Reply,
    ReplyLine,
    Request,
    RequestLine,
    Train,
)

CHECK = CheckData(project=Project(), folder="")
SOUND = Problems(problems=())
EVENT = Happened(event=Progress(epoch=1, step=1, loss=0.5, rows_per_second=1.0))


@pytest.fixture
def conversation() -> Conversation:
    return Conversation()


def said(id: int | None, reply: Reply) -> bytes:
    return ReplyLine(id=id, reply=reply).to_line()


def test_a_request_waits_until_its_final_reply(conversation: Conversation) -> None:
    train = Train(project=Project(), path="p.netloom")
    asked = conversation.ask(train)
    assert RequestLine.from_line(asked.line[:-1], 10**6) == RequestLine(id=asked.id, request=train)
    assert conversation.hear(said(asked.id, EVENT) * 2) == [Heard(asked.id, train, EVENT)] * 2
    assert dict(conversation.waiting) == {asked.id: train}
    assert conversation.hear(said(asked.id, Cancelled())) == [Heard(asked.id, train, Cancelled())]
    assert not conversation.waiting


def test_replies_find_their_requests_in_any_order(conversation: Conversation) -> None:
    first, second = conversation.ask(CHECK), conversation.ask(Detach())
    assert first.id != second.id
    heard = conversation.hear(said(second.id, Done()) + said(first.id, SOUND))
    assert heard == [Heard(second.id, Detach(), Done()), Heard(first.id, CHECK, SOUND)]


def test_a_reply_of_the_wrong_kind_is_a_failure(conversation: Conversation) -> None:
    id, _ = conversation.ask(CHECK)
    ((_, _, reply),) = conversation.hear(said(id, Done()))
    assert isinstance(reply, Failed)
    assert "does not fit the request 'data_problems': received 'done', expected 'problems'" in reply.message
    assert not conversation.waiting


@pytest.mark.parametrize("rest", [b'"reply": {"type": "problems"}}', b'"reply": {"type": "of tomorrow"}}', b"rubbish"])
def test_a_reply_that_cannot_be_read_is_a_failure_of_its_request(conversation: Conversation, rest: bytes) -> None:
    id, _ = conversation.ask(CHECK)
    ((_, _, reply),) = conversation.hear(b'{"id": %d, %s\n' % (id, rest))
    assert isinstance(reply, Failed)
    assert "answer could not be read" in reply.message


def test_rubbish_and_replies_to_nothing_are_kept_for_the_log_and_harm_nothing(conversation: Conversation) -> None:
    id, _ = conversation.ask(CHECK)
    rubbish = [b"Loading model...", b"\xff\x00", b"{}", said(id + 1, Done())[:-1], said(None, Failed(message="?"))[:-1]]
    heard = conversation.hear(b"\n".join(rubbish) + b"\n" + said(id, SOUND))
    assert heard == [Heard(id, CHECK, SOUND)]
    assert conversation.odd == rubbish


def test_a_second_final_reply_is_one_to_nothing(conversation: Conversation) -> None:
    id, _ = conversation.ask(CHECK)
    assert len(conversation.hear(said(id, SOUND) * 2)) == 1
    assert len(conversation.odd) == 1


def test_of_very_much_rubbish_little_is_kept(conversation: Conversation) -> None:
    assert not conversation.hear(b"x" * 10_000 + b"\n" + b"y\n" * 1000)
    assert sum(map(len, conversation.odd)) < 1000


def test_when_the_engine_ends_everything_unanswered_has_failed(conversation: Conversation) -> None:
    asked: list[Request] = [CHECK, Detach()]
    ids = [conversation.ask(request).id for request in asked]
    heard = conversation.ended("It crashed.")
    failure = Failed(message="It crashed.")
    assert heard == [Heard(id, request, failure) for id, request in zip(ids, asked, strict=True)]
    assert not conversation.waiting
    assert not conversation.ended("Again.")
